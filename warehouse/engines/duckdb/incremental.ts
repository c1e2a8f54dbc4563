import type { DuckDBConnection } from '@duckdb/node-api';
import { BuildError } from '../../errors.ts';
import { columnList, quoted } from '../../sql-text.ts';
import type { MergeRequest, Part, ReplaceRequest, Rewritten } from '../engine.ts';
import { readRows } from './connection.ts';
import { writeParts } from './part-writer.ts';
import { fingerprints, onDays, partKey, selectParts, selectTyped } from './statements.ts';

const FRESH = 'fresh__rows';
const CANDIDATE = 'candidate__rows';

/**
 * New rows are the model's SQL over the new files. The days to rewrite are theirs and those where older rows with their keys lie;
 * there the latest version of each key wins, among old and new.
 */
export async function merge(connection: DuckDBConnection, root: string, request: MergeRequest): Promise<Rewritten> {
  const { target, columns, existing, key, latestBy } = request;
  const keys = columnList(key);
  const day = partKey(target.partition);
  await connection.run(`create or replace table ${FRESH} as ${selectTyped(request.sql, columns)}`);
  await checkNothingDropped(connection, request);
  const touched = await readRows(
    connection,
    `select distinct ${day} as part_key from (
       select ${quoted(target.partition)} from ${FRESH}
       union all
       select ${quoted(target.partition)} from (${selectParts(root, columns, existing)}) old
       where exists (select 1 from ${FRESH} where ${key.map((name) => `${FRESH}.${quoted(name)} = old.${quoted(name)}`).join(' and ')})
     )`,
  );
  const days = daysOf(touched, request.target.model, target.partition);
  const lying = existing.filter((part) => days.includes(part.key));
  const order = latestBy.map(({ column, isAscending }) => `${quoted(column)} ${isAscending ? 'asc' : 'desc'}`).join(', ');
  await connection.run(
    `create or replace table ${CANDIDATE} as
     select * from (
       select *, row_number() over versions as version_number, rank() over versions as version_rank
       from (${selectParts(root, columns, lying)} union all by name select * from ${FRESH})
       window versions as (partition by ${keys} order by ${order})
     ) where version_rank = 1 and version_number <= 2`,
  );
  await connection.run(`drop table ${FRESH}`);
  await checkNoTies(connection, request);
  return rewrite(connection, root, request, days);
}

/** Runs the model over the inputs as they are bound and keeps the rows of the given days. */
export async function replace(connection: DuckDBConnection, root: string, request: ReplaceRequest): Promise<Rewritten> {
  const { partition, model } = request.target;
  const wanted = `${quoted(partition)} is null or ${onDays(partition, request.days)}`;
  await connection.run(
    `create or replace table ${CANDIDATE} as select * from (${selectTyped(request.sql, request.columns)}) where ${wanted}`,
  );
  daysOf(await readRows(connection, `select distinct ${partKey(partition)} as part_key from ${CANDIDATE}`), model, partition);
  return rewrite(connection, root, request, request.days);
}

function daysOf(rows: readonly Record<string, unknown>[], model: string, partition: string): string[] {
  return rows.map(({ part_key: day }) => {
    if (typeof day === 'string') return day;
    throw new BuildError(`${model}: some rows have no ${partition}, so they belong to no day; filter them or give them one`);
  });
}

/** Writes the days whose rows differ from what lies there. */
async function rewrite(
  connection: DuckDBConnection,
  root: string,
  { target, columns, existing }: MergeRequest | ReplaceRequest,
  days: readonly string[],
): Promise<Rewritten> {
  const lying: Part[] = existing.filter((part) => days.includes(part.key));
  const group = partKey(target.partition);
  const before = await digests(connection, fingerprints(selectParts(root, columns, lying), group, columns));
  const names = columnList(columns.map(({ name }) => name));
  const after = await digests(connection, fingerprints(`select ${names} from ${CANDIDATE}`, group, columns));
  const touched = days.filter((day) => before.get(day) !== after.get(day)).toSorted();
  const written = touched.filter((day) => after.has(day));
  const rows = `select ${names} from ${CANDIDATE} where ${onDays(target.partition, written)}`;
  const parts = written.length === 0 ? [] : await writeParts(connection, root, rows, target);
  await connection.run(`drop table ${CANDIDATE}`);
  return { touched, parts };
}

async function digests(connection: DuckDBConnection, sql: string): Promise<Map<unknown, unknown>> {
  return new Map((await readRows(connection, sql)).map((row) => [row['part_key'], row['digest']]));
}

/** A version that the SQL filters away would leave an older one standing, so a model that is merged may not drop any event. */
async function checkNothingDropped(connection: DuckDBConnection, { key, lakeRelation, target }: MergeRequest): Promise<void> {
  const described = await readRows(connection, `describe ${quoted(lakeRelation)}`);
  const lakeColumns = new Set(described.map((row) => row['column_name']));
  if (!key.every((name) => lakeColumns.has(name))) return;
  const keys = columnList(key);
  const dropped = await readRows(
    connection,
    `select count(*) as n from (select distinct ${keys} from ${quoted(lakeRelation)} except select ${keys} from ${FRESH})`,
  );
  const count = Number(dropped[0]?.['n'] ?? 0);
  if (count > 0)
    throw new BuildError(
      `${target.model}: ${count} events of ${lakeRelation} have no row in it; a merged model keeps one row per event: filter in the model that reads it`,
    );
}

/** Two different rows that are equally late would be kept by chance: in a full build the one, in this the other. */
async function checkNoTies(connection: DuckDBConnection, { key, columns, latestBy, target }: MergeRequest): Promise<void> {
  const keys = columnList(key);
  const row = `hash(${columnList(columns.map(({ name }) => name))})`;
  const tied = await readRows(
    connection,
    `select ${keys} from ${CANDIDATE} where (${keys}) in (select (${keys}) from ${CANDIDATE} where version_number = 2)
     group by ${keys} having count(distinct ${row}) > 1 limit 1`,
  );
  if (tied[0] !== undefined)
    throw new BuildError(
      `${target.model}: two rows of ${JSON.stringify(tied[0])} differ but are equally late by ${latestBy.map(({ column }) => column).join(', ')}; ` +
        'add to incremental.merge.latest_by what the SQL decides by, such as received_at asc',
    );
  await connection.run(`delete from ${CANDIDATE} where version_number = 2`);
}
