import type { DuckDBConnection } from '@duckdb/node-api';
import { BuildError } from '../../errors.ts';
import { columnList, quoted } from '../../sql-text.ts';
import type { MergeRequest, Part, ReplaceRequest, Table } from '../engine.ts';
import { filesToAbsorb } from '../compaction.ts';
import { readRows } from './connection.ts';
import { selectMatching } from './lookup.ts';
import { missingDay, writeTable } from './part-writer.ts';
import { fingerprints, inDays, partKey, selectTable, selectTyped } from './statements.ts';

/** New rows of a merge, older rows with their keys, and of both the rows that win or are equally late. */
const FRESH = 'fresh__rows';
const MATCHED = 'matched__rows';
const LATEST = 'latest__rows';
/** Older rows that a later version replaces. */
const REPLACED = 'replaced__rows';
const CANDIDATE = 'candidate__rows';

/**
 * New rows are the model's SQL over the new files. Where older rows have their keys, on whatever day, the latest version wins; days
 * that gain or lose a row by that are written again.
 */
export async function merge(connection: DuckDBConnection, root: string, request: MergeRequest): Promise<Table> {
  const { target, existing, key } = request;
  const keys = columnList(key);
  const names = columnList(existing.columns.map(({ name }) => name));
  await connection.run(`create or replace table ${FRESH} as ${selectTyped(request.sql, existing.columns)}`);
  await checkNothingDropped(connection, request);
  const older = await selectMatching(connection, selectTable(root, existing, null), key, `select ${keys} from ${FRESH}`);
  await connection.run(`create or replace table ${MATCHED} as ${older}`);
  await rankVersions(connection, request);
  await checkNoTies(connection, request);
  await connection.run(
    `create or replace table ${REPLACED} as select ${names} from ${MATCHED} except select ${names} from ${LATEST}`,
  );
  const added = `select ${names} from ${FRESH} anti join ${MATCHED} using (${keys})
    union all (select ${names} from ${LATEST} except select ${names} from ${MATCHED})`;
  const day = partKey(target.partition);
  const changed = await readRows(
    connection,
    `select ${day} as part_key, count(*) as n from (${added} union all select ${names} from ${REPLACED}) group by 1`,
  );
  const days = daysOf(changed, request);
  const kept = `select * from (${selectTable(root, existing, new Set(days))}) older anti join ${REPLACED} using (${keys})`;
  const table = await writeDays(connection, root, request, days, `${kept} union all by name ${added}`);
  for (const name of [FRESH, MATCHED, LATEST, REPLACED]) await connection.run(`drop table ${name}`);
  return table;
}

/** Runs the model over the inputs as they are bound and keeps the rows of the given days. */
export async function replace(connection: DuckDBConnection, root: string, request: ReplaceRequest): Promise<Table> {
  const { existing, sql, target } = request;
  const { partition } = target;
  const names = columnList(existing.columns.map(({ name }) => name));
  const wanted = `select ${names} from (${selectTyped(sql, existing.columns)}) where ${quoted(partition)} is null or ${inDays(partition, request.days)}`;
  const lying = existing.parts.map(({ key }) => key).filter((key) => request.days.includes(key));
  if (lying.length === 0) return writeDays(connection, root, request, request.days, wanted);
  await connection.run(`create or replace table ${CANDIDATE} as ${wanted}`);
  const group = partKey(partition);
  const before = await digests(connection, fingerprints(selectTable(root, existing, new Set(lying)), group, existing.columns));
  const after = await digests(connection, fingerprints(`select ${names} from ${CANDIDATE}`, group, existing.columns));
  daysOf(
    [...after.keys()].map((key) => ({ part_key: key, n: 1 })),
    request,
  );
  const changed = request.days.filter((day) => before.get(day) !== after.get(day));
  const rows = `select ${names} from ${CANDIDATE} where ${inDays(partition, changed)}`;
  const table = await writeDays(connection, root, request, changed, rows);
  await connection.run(`drop table ${CANDIDATE}`);
  return table;
}

function daysOf(rows: readonly Record<string, unknown>[], { target }: MergeRequest | ReplaceRequest): string[] {
  return rows.map(({ part_key: day, n }) => {
    if (typeof day === 'string') return day;
    throw missingDay(target.model, target.partition, Number(n));
  });
}

/** Puts these rows in place of some days; small or half superseded files are written again beside them. */
async function writeDays(
  connection: DuckDBConnection,
  root: string,
  { target, existing }: MergeRequest | ReplaceRequest,
  days: readonly string[],
  rows: string,
): Promise<Table> {
  if (days.length === 0) return existing;
  const changed = new Set(days);
  const kept = existing.parts.filter(({ key }) => !changed.has(key));
  const outdated = [...existing.superseded, ...existing.parts.filter(({ key }) => changed.has(key))];
  const absorbed = filesToAbsorb(kept, outdated);
  const moved = new Map(kept.filter((part) => part.files.some((file) => absorbed.has(file))).map((part) => [part.key, part]));
  const table = { ...existing, parts: [...moved.values()], superseded: outdated };
  const all = moved.size === 0 ? rows : `${rows} union all by name ${selectTable(root, table, null)}`;
  const written = await writeTable(connection, root, all, target, existing.columns);
  const parts: Part[] = [
    ...kept.filter(({ key }) => !moved.has(key)),
    ...written.parts.map((part) => ({ ...part, since: moved.get(part.key)?.since ?? part.since })),
  ];
  const files = new Set(parts.flatMap((part) => part.files));
  return {
    ...existing,
    parts: parts.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    superseded: outdated.filter((part) => part.files.some((file) => files.has(file))),
  };
}

async function digests(connection: DuckDBConnection, sql: string): Promise<Map<unknown, unknown>> {
  return new Map((await readRows(connection, sql)).map((row) => [row['part_key'], row['digest']]));
}

async function rankVersions(connection: DuckDBConnection, { key, existing, latestBy }: MergeRequest): Promise<void> {
  const keys = columnList(key);
  const names = columnList(existing.columns.map(({ name }) => name));
  const order = latestBy.map(({ column, isAscending }) => `${quoted(column)} ${isAscending ? 'asc' : 'desc'}`).join(', ');
  await connection.run(
    `create or replace table ${LATEST} as
     select * from (
       select *, row_number() over versions as version_number, rank() over versions as version_rank
       from (select ${names} from ${MATCHED} union all select ${names} from ${FRESH} semi join ${MATCHED} using (${keys}))
       window versions as (partition by ${keys} order by ${order})
     ) where version_rank = 1 and version_number <= 2`,
  );
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
async function checkNoTies(connection: DuckDBConnection, { key, existing, latestBy, target }: MergeRequest): Promise<void> {
  const keys = columnList(key);
  const row = `hash(${columnList(existing.columns.map(({ name }) => name))})`;
  const tied = await readRows(
    connection,
    `select ${keys} from ${LATEST} where (${keys}) in (select (${keys}) from ${LATEST} where version_number = 2)
     group by ${keys} having count(distinct ${row}) > 1 limit 1`,
  );
  if (tied[0] !== undefined)
    throw new BuildError(
      `${target.model}: two rows of ${JSON.stringify(tied[0])} differ but are equally late by ${latestBy.map(({ column }) => column).join(', ')}; ` +
        'add to incremental.merge.latest_by what the SQL decides by, such as received_at asc',
    );
  await connection.run(`delete from ${LATEST} where version_number = 2`);
}
