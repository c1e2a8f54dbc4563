import type { TableInput } from '@aws-sdk/client-glue';
import { AthenaError } from './athena-error.ts';
import type { Translation } from './translate.ts';

export interface GlueTable {
  readonly database: string;
  readonly input: TableInput;
}

const HIVE = 'org.apache.hadoop.hive.ql.io.parquet';

/**
 * `CREATE EXTERNAL TABLE … STORED AS PARQUET LOCATION …` as a table of Glue:
 * https://docs.aws.amazon.com/athena/latest/ug/create-table.html. Other formats are not known here.
 */
export function createExternalTable(text: string, database: string | undefined): Translation {
  const head = /^create\s+external\s+table\s+(if\s+not\s+exists\s+)?(?:`?(\w+)`?\.)?`?(\w+)`?\s*\(/i.exec(text);
  if (head === null) throw new AthenaError('expected CREATE EXTERNAL TABLE name (columns)');
  const [opening, ifMissing, schema = database, name = ''] = head;
  const end = closing(text, opening.length);
  const rest = text.slice(end + 1);
  const location = /\blocation\s+'([^']*)'/i.exec(rest)?.[1];
  if (schema === undefined) throw new AthenaError('no database is named');
  if (location === undefined || !/\bstored\s+as\s+parquet\b/i.test(rest))
    throw new AthenaError('expected STORED AS PARQUET and a LOCATION');
  const keys = /\bpartitioned\s+by\s*\(/i.exec(rest);
  const keysFrom = keys === null ? -1 : keys.index + keys[0].length;
  const properties = /\btblproperties\s*\(([\s\S]*)\)/i.exec(rest)?.[1] ?? '';
  return {
    kind: 'glue',
    ifMissing: ifMissing !== undefined,
    table: {
      database: schema,
      input: {
        Name: name.toLowerCase(),
        TableType: 'EXTERNAL_TABLE',
        Parameters: { EXTERNAL: 'TRUE', ...pairs(properties) },
        PartitionKeys: keysFrom < 0 ? [] : columns(rest.slice(keysFrom, closing(rest, keysFrom))),
        StorageDescriptor: {
          Columns: columns(text.slice(opening.length, end)),
          Location: location,
          InputFormat: `${HIVE}.MapredParquetInputFormat`,
          OutputFormat: `${HIVE}.MapredParquetOutputFormat`,
          SerdeInfo: { SerializationLibrary: `${HIVE}.serde.ParquetHiveSerDe`, Parameters: { 'serialization.format': '1' } },
        },
      },
    },
  };
}

/** Place of the parenthesis that closes what opened just before `from`. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    else if (text[at] === ')') depth -= 1;
    if (depth === 0) return at;
  }
  throw new AthenaError('a parenthesis is never closed');
}

function columns(text: string) {
  return split(text).map((part) => {
    const [, name = '', type = '', comment] = /^`?(\w+)`?\s+([\s\S]+?)(?:\s+comment\s+'((?:[^']|'')*)')?$/i.exec(part) ?? [];
    if (name === '') throw new AthenaError(`expected a column, got ${part}`);
    return {
      Name: name.toLowerCase(),
      Type: type.replace(/\s+/g, '').toLowerCase(),
      ...(comment !== undefined && { Comment: comment }),
    };
  });
}

/** At the commas that stand in no type's or text's inside. */
function split(text: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const [token] of text.matchAll(/'(?:[^']|'')*'|[\s\S]/g)) {
    if (token === '<' || token === '(') depth += 1;
    if (token === '>' || token === ')') depth -= 1;
    if (token === ',' && depth === 0) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${token}`);
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function pairs(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/["']([^"']+)["']\s*=\s*["']([^"']*)["']/g)].map(([, key = '', value = '']) => [key, value]),
  );
}
