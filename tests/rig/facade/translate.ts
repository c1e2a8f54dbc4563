import { AthenaError } from './athena-error.ts';
import { createExternalTable, type GlueTable } from './create-table.ts';

/** What stands for an Athena statement in the rig. */
export type Translation =
  | {
      readonly kind: 'sql';
      readonly sql: string;
      readonly session?: string;
      readonly afterwards?: string;
      readonly typed?: string;
    }
  | { readonly kind: 'glue'; readonly table: GlueTable; readonly ifMissing: boolean };

const named = (text: string) => text.replaceAll('`', '"');
const NAME = '`?(\\w+)`?';

/** Statements of one form that Trino writes otherwise. */
const REWRITES: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  [
    new RegExp(`^msck\\s+repair\\s+table\\s+${NAME}\\.${NAME}$`, 'i'),
    (_, schema, table) => `call hive.system.sync_partition_metadata('${schema}', '${table}', 'FULL')`,
  ],
  [
    /^optimize\s+(\S+)\s+rewrite\s+data\s+using\s+bin_pack(\s+where\s+[\s\S]+)?$/i,
    (_, table = '', where = '') => `alter table ${named(table)} execute optimize${where}`,
  ],
  [/^vacuum\s+(\S+)$/i, (_, table = '') => `alter table ${named(table)} execute expire_snapshots(retention_threshold => '7d')`],
  [
    new RegExp(`^show\\s+partitions\\s+${NAME}\\.${NAME}$`, 'i'),
    (_, schema, table) => `select * from hive."${schema}"."${table}$partitions"`,
  ],
  [/^((?:create|drop)\s+)database\b([\s\S]*)$/i, (_, verb, rest = '') => `${verb}schema${named(rest)}`],
  [/^(?:drop|describe|show)\b[\s\S]*$/i, (all = '') => named(all)],
];

/** Session property under which a Hive table's files are compressed. */
const COMPRESSION = 'hive.compression_codec';

/** @throws {AthenaError} for a form of statement that the rig does not know. */
export function translate(statement: string, id: string, database: string | undefined): Translation {
  const text = statement.trim().replace(/;\s*$/, '');
  const unloaded = unload(text, id);
  if (unloaded !== null) return unloaded;
  if (/^create\s+external\s+table\b/i.test(text)) return createExternalTable(text, database);
  for (const [pattern, rewrite] of REWRITES) {
    const match = pattern.exec(text);
    if (match !== null) return { kind: 'sql', sql: rewrite(...match) };
  }
  const created =
    /^(create\s+table\s+(?:if\s+not\s+exists\s+)?)([\s\S]+?)\s+with\s*\(((?:[^()']|'[^']*'|\((?:[^()']|'[^']*')*\))*)\)\s*as\s+([\s\S]+)$/i.exec(
      text,
    );
  if (created === null) return { kind: 'sql', sql: text };
  const [, head = '', name = '', properties = '', select = ''] = created;
  const isIceberg = /\btable_type\s*=\s*'iceberg'/i.test(properties);
  return {
    kind: 'sql',
    sql: `${head}${isIceberg ? '' : 'hive.'}${name}${withProperties(trinoProperties(properties))} as ${select}`,
    ...(isIceberg && { typed: select }),
  };
}

/** Athena's own properties of a created table have no counterpart in Trino. */
function trinoProperties(properties: string): string {
  return properties
    .replace(/\b(?:table_type|is_external|write_compression)\s*=\s*(?:'[^']*'|\w+)\s*,?/gi, '')
    .trim()
    .replace(/,$/, '');
}

function withProperties(properties: string): string {
  return properties === '' ? '' : ` with (${properties})`;
}

/** UNLOAD is a Hive table made over the target folder and dropped again: being external, it leaves its files. */
function unload(text: string, id: string): Translation | null {
  const match = /^unload\s*\(([\s\S]*)\)\s*to\s*'([^']+)'\s*(?:with\s*\(([\s\S]*)\)\s*)?$/i.exec(text);
  if (match === null) return null;
  const [, select = '', target = '', properties = ''] = match;
  if (!/\bformat\s*=/i.test(properties)) throw new AthenaError('UNLOAD needs a format');
  const table = `hive.default.unload_${id.replaceAll('-', '')}`;
  const [, codec = 'GZIP'] = /\bcompression\s*=\s*'(\w+)'/i.exec(properties) ?? [];
  const kept = properties
    .replace(/\bcompression(?:_level)?\s*=\s*(?:'[^']*'|\w+)\s*,?/gi, '')
    .replace(/\bfield_delimiter\b/i, 'textfile_field_separator')
    .trim()
    .replace(/,$/, '');
  const location = `external_location = '${target.replace(/\/?$/, '/')}'`;
  return {
    kind: 'sql',
    sql: `create table ${table}${withProperties([location, ...(kept === '' ? [] : [kept])].join(', '))} as ${select}`,
    session: `${COMPRESSION}=${codec.toUpperCase()}`,
    afterwards: `drop table if exists ${table}`,
  };
}

/** `DML`, `DDL` or `UTILITY`, as GetQueryExecution tells it. */
export function statementType(statement: string): 'DML' | 'DDL' | 'UTILITY' {
  if (/^\s*(?:\(|select|with|values|insert|update|delete|merge|unload|execute|create\s+table[\s\S]+\bas\b)/i.test(statement))
    return 'DML';
  return /^\s*(?:show|describe|explain)\b/i.test(statement) ? 'UTILITY' : 'DDL';
}
