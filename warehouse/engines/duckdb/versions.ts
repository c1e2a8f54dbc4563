import type { DuckDBConnection } from '@duckdb/node-api';
import { columnList, quoted } from '../../sql-text.ts';
import { tokensOf } from '../../tokens.ts';
import type { Versions } from '../engine.ts';
import { readRows } from './connection.ts';

/** Hashes of the keys that more than one landed row has; the rows without and with such a key. */
const REPEATED = 'repeated__keys';
const SINGLE_ROWS = 'single__rows';
const REPEATED_ROWS = 'repeated__rows';

/** How a model's rows are got at, and how many keys the lake relation has; null where that was not counted. */
interface Ranked {
  readonly sql: string;
  readonly keys: number | null;
}

/**
 * The same rows as of a model that keeps the latest version of each key, at less cost: ranking versions sorts whole rows, so only keys
 * that came more than once are ranked. SQL that does not begin by ranking the rows of its lake relation by key is left as it is.
 */
export async function rankingRepeated(
  connection: DuckDBConnection,
  sql: string,
  { key, lakeRelation }: Versions,
): Promise<Ranked> {
  const single = withoutRanking(sql, { key, lakeRelation });
  if (single === null) return { sql, keys: null };
  const lake = quoted(lakeRelation);
  const hash = `hash(${columnList(key)})`;
  await connection.run(
    `create or replace table ${REPEATED} as select ${hash} as key_hash, count(*) as row_count from ${lake} group by 1 having count(*) > 1`,
  );
  const [found] = await readRows(
    connection,
    `select (select count(*) from ${lake}) as landed, count(*) as repeated, coalesce(sum(row_count), 0) as row_count from ${REPEATED}`,
  );
  const repeated = Number(found?.['repeated']);
  const keys = Number(found?.['landed']) - Number(found?.['row_count']) + repeated;
  if (repeated === 0) return { sql: single, keys };
  const divide = (view: string, join: string) =>
    connection.run(`create or replace view ${view} as select * from ${lake} ${join} join ${REPEATED} on ${hash} = key_hash`);
  await divide(SINGLE_ROWS, 'anti');
  await divide(REPEATED_ROWS, 'semi');
  const over = (rows: string, text: string) =>
    `select * from (with ${lake} as (select * from ${rows}) select * from (\n${text}\n))`;
  return { sql: `${over(SINGLE_ROWS, single)} union all ${over(REPEATED_ROWS, sql)}`, keys };
}

/** The SQL for rows of which no two have one key, so that each is its key's first; null where it does not begin by ranking them. */
export function withoutRanking(sql: string, { key, lakeRelation }: Versions): string | null {
  const text = tokensOf(sql)
    .map(({ raw }) => raw)
    .join(' ');
  const ranking = new RegExp(
    String.raw`^with (\w+) as \( select \* , row_number \( \) over \( partition by ${key.join(' , ')} order by [^()]+ \) as (\w+) from ${lakeRelation} \)`,
    'i',
  );
  return ranking.test(text) ? text.replace(ranking, `with $1 as (select *, cast(1 as bigint) as $2 from ${lakeRelation})`) : null;
}
