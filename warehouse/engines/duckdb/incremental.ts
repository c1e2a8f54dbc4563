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
/** New rows, and rows that won, on days that are put together again. */
const ADDED = 'added__rows';
const CANDIDATE = 'candidate__rows';

/**
 * New rows are the model's SQL over the new files. Where older rows have their keys, on whatever day, the latest version wins; days
 * that gain or lose a row by that are written again. From `filedEvents` new events on, the new rows are written first, and days that
 * only they lie on are taken as they are; fewer are kept in memory, which saves writing them twice.
 */
export async function merge(
  connection: DuckDBConnection,
  root: string,
  request: MergeRequest,
  filedEvents: number,
): Promise<Table> {
  const { key, existing, target } = request;
  const keys = columnList(key);
  const names = columnList(existing.columns.map(({ name }) => name));
  const filed = await takeFresh(connection, root, request, filedEvents);
  await checkNothingDropped(connection, request);
  await matchOlder(connection, root, request);
  const met = filed === null ? [] : await daysMet(connection, `${FRESH} semi join ${MATCHED} using (${keys})`, target.partition);
  await rankVersions(connection, request, filed === null ? 'true' : inDays(target.partition, met));
  await checkNoTies(connection, request);
  await connection.run(
    `create or replace table ${REPLACED} as select ${names} from ${MATCHED} except select ${names} from ${LATEST}`,
  );

  const taken = new Set([...existing.parts.map((part) => part.key), ...met]);
  const clean = filed?.parts.filter((part) => !taken.has(part.key)) ?? [];
  const mixed = filed?.parts.filter((part) => taken.has(part.key)) ?? [];
  const isAgain =
    filed === null
      ? 'true'
      : inDays(
          target.partition,
          mixed.map((part) => part.key),
        );
  await connection.run(
    `create or replace view ${ADDED} as
     select ${names} from (select * from ${FRESH} where ${isAgain}) anti join ${MATCHED} using (${keys})
     union all (select ${names} from ${LATEST} except select ${names} from ${MATCHED})`,
  );
  const day = quoted(target.partition);
  const days = await daysMet(
    connection,
    `(select ${day} from ${ADDED} union all select ${day} from ${REPLACED})`,
    target.partition,
  );
  const kept = `select * from (${selectTable(root, existing, new Set(days))}) older anti join ${REPLACED} using (${keys})`;
  const state = {
    ...existing,
    parts: [...existing.parts, ...clean],
    superseded: [...existing.superseded, ...mixed],
  };
  return writeDays(
    connection,
    root,
    { target, existing: state },
    days,
    `${kept} union all by name select ${names} from ${ADDED}`,
  );
}

/** Evaluates the model's SQL over the new files: into a file of its own where there are many events, else in memory. */
async function takeFresh(
  connection: DuckDBConnection,
  root: string,
  { lakeRelation, sql, target, existing }: MergeRequest,
  filedEvents: number,
): Promise<Table | null> {
  const [events] = await readRows(connection, `select count(*) as n from ${quoted(lakeRelation)}`);
  const rows = selectTyped(sql, existing.columns);
  if (Number(events?.['n']) >= filedEvents) {
    const filed = await writeTable(connection, root, 'fresh', rows, target, existing.columns);
    await connection.run(`create or replace view ${FRESH} as ${selectTable(root, filed, null)}`);
    return filed;
  }
  await connection.run(`create or replace table ${FRESH} as ${rows}`);
  await checkDays(connection, FRESH, target);
  return null;
}

/** Finds the days of older rows with the new rows' keys first: that reads two columns of the history in place of all. */
async function matchOlder(connection: DuckDBConnection, root: string, { existing, key, target }: MergeRequest): Promise<void> {
  const sought = `select ${columnList(key)} from ${FRESH}`;
  const names = columnList([...new Set([...key, target.partition])]);
  const lying = await selectMatching(connection, `select ${names} from (${selectTable(root, existing, null)})`, key, sought);
  const days = await daysMet(connection, `(${lying})`, target.partition);
  const older = await selectMatching(connection, selectTable(root, existing, new Set(days)), key, sought);
  await connection.run(`create or replace table ${MATCHED} as ${older}`);
}

async function daysMet(connection: DuckDBConnection, relation: string, partition: string): Promise<string[]> {
  const rows = await readRows(connection, `select distinct ${partKey(partition)} as part_key from ${relation}`);
  return rows.flatMap(({ part_key: day }) => (typeof day === 'string' ? [day] : []));
}

async function checkDays(
  connection: DuckDBConnection,
  relation: string,
  { model, partition }: MergeRequest['target'],
): Promise<void> {
  const [found] = await readRows(connection, `select count(*) as n from ${relation} where ${quoted(partition)} is null`);
  const homeless = Number(found?.['n']);
  if (homeless > 0) throw missingDay(model, partition, homeless);
}

/** Runs the model over the inputs as they are bound and keeps the rows of the given days. */
export async function replace(connection: DuckDBConnection, root: string, request: ReplaceRequest): Promise<Table> {
  const { existing, sql, target } = request;
  const { partition } = target;
  const names = columnList(existing.columns.map(({ name }) => name));
  const wanted = `select ${names} from (${selectTyped(sql, existing.columns)}) where ${quoted(partition)} is null or ${inDays(partition, request.days)}`;
  const known = new Set(existing.parts.map(({ key }) => key));
  const lying = request.days.filter((day) => known.has(day));
  if (lying.length === 0) return writeDays(connection, root, request, request.days, wanted);
  await connection.run(`create or replace table ${CANDIDATE} as ${wanted}`);
  await checkDays(connection, CANDIDATE, target);
  const group = partKey(partition);
  const again = `select ${names} from ${CANDIDATE} where ${inDays(partition, lying)}`;
  const before = await digests(connection, fingerprints(selectTable(root, existing, new Set(lying)), group, existing.columns));
  const after = await digests(connection, fingerprints(again, group, existing.columns));
  const changed = request.days.filter((day) => !known.has(day) || before.get(day) !== after.get(day));
  const rows = `select ${names} from ${CANDIDATE} where ${inDays(partition, changed)}`;
  return writeDays(connection, root, request, changed, rows);
}

/** Puts these rows in place of some days; small or half superseded files are written again beside them. */
async function writeDays(
  connection: DuckDBConnection,
  root: string,
  { target, existing }: Pick<ReplaceRequest, 'target' | 'existing'>,
  days: readonly string[],
  rows: string,
): Promise<Table> {
  const changed = new Set(days);
  const kept = existing.parts.filter(({ key }) => !changed.has(key));
  const outdated = [...existing.superseded, ...existing.parts.filter(({ key }) => changed.has(key))];
  const absorbed = filesToAbsorb(kept, outdated);
  if (days.length === 0 && absorbed.size === 0) return tidied(existing, existing.parts, existing.superseded);
  const moved = new Map(kept.filter((part) => part.files.some((file) => absorbed.has(file))).map((part) => [part.key, part]));
  const table = { ...existing, parts: [...moved.values()], superseded: outdated };
  const all = moved.size === 0 ? rows : `${rows} union all by name ${selectTable(root, table, null)}`;
  const written = await writeTable(connection, root, 'rows', all, target, existing.columns);
  const parts: Part[] = [
    ...kept.filter(({ key }) => !moved.has(key)),
    ...written.parts.map((part) => ({ ...part, since: moved.get(part.key)?.since ?? part.since })),
  ];
  return tidied(existing, parts, outdated);
}

/** In order of the days, without the superseded parts of files in which nothing counts any more. */
function tidied(table: Table, parts: readonly Part[], superseded: readonly Part[]): Table {
  const files = new Set(parts.flatMap((part) => part.files));
  return {
    ...table,
    parts: parts.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    superseded: superseded.filter((part) => part.files.some((file) => files.has(file))),
  };
}

async function digests(connection: DuckDBConnection, sql: string): Promise<Map<unknown, unknown>> {
  return new Map((await readRows(connection, sql)).map((row) => [row['part_key'], row['digest']]));
}

/** `isMet` holds on new rows that may have an older one. */
async function rankVersions(
  connection: DuckDBConnection,
  { key, existing, latestBy }: MergeRequest,
  isMet: string,
): Promise<void> {
  const keys = columnList(key);
  const names = columnList(existing.columns.map(({ name }) => name));
  const order = latestBy.map(({ column, isAscending }) => `${quoted(column)} ${isAscending ? 'asc' : 'desc'}`).join(', ');
  await connection.run(
    `create or replace table ${LATEST} as
     select * from (
       select *, row_number() over versions as version_number, rank() over versions as version_rank
       from (select ${names} from ${MATCHED} union all select ${names} from (select * from ${FRESH} where ${isMet}) semi join ${MATCHED} using (${keys}))
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
    `select count(*) as n from (select distinct ${keys} from ${quoted(lakeRelation)} anti join ${FRESH} using (${keys}))`,
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
