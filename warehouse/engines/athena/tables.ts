import { literal } from '../../sql-text.ts';
import type { Target } from '../engine.ts';
import { type Queries, retrying } from './queries.ts';

/** Tables of builds and no others: `<model>__<build>_<token>`. */
export const BUILT_TABLES = '[a-z][a-z0-9_]*__b[0-9]{6,}_[a-z0-9_]+';

/** Prefix of the files of all built tables. */
const TABLES_PREFIX = 'warehouse/tables/';

/** Iceberg tables of one engine's builds. A table is written once and never changed. */
export interface Tables {
  /** Writes a query's rows as a new table. Its name. */
  create(target: Target, purpose: 'rows' | 'compact', select: string): Promise<string>;
  drop(table: string): Promise<void>;
}

/** Tables dropped at once. */
const AT_ONCE = 5;

/** Drops tables with their files. */
export async function dropTables(queries: Queries, tables: readonly string[]): Promise<void> {
  for (let from = 0; from < tables.length; from += AT_ONCE)
    await Promise.all(tables.slice(from, from + AT_ONCE).map((table) => queries.run(`drop table if exists ${table}`)));
}

/** `token` tells this engine's tables from those of one that died in a build of the same number. */
export function tablesOf(queries: Queries, bucket: string, token: string): Tables {
  return {
    create: ({ model, build, partition }, purpose, select) =>
      retrying(async (attempt) => {
        const name = `${model}__${build}_${token}_${purpose}${attempt === 1 ? '' : attempt}`;
        const properties = [
          `table_type = 'ICEBERG'`,
          'is_external = false',
          `format = 'PARQUET'`,
          `location = ${literal(`s3://${bucket}/${TABLES_PREFIX}${model}/${name}/`)}`,
          // By months: a statement writes at most 100 partitions, and a year has more days. A day is found by the files' own statistics.
          ...(partition === null ? [] : [`partitioning = array[${literal(`month(${partition})`)}]`]),
        ];
        await queries.run(`create table ${name} with (${properties.join(', ')}) as\n${select}`);
        return name;
      }),
    drop: (table) => queries.run(`drop table if exists ${table}`),
  };
}
