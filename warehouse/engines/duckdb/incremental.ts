import type { DuckDBConnection } from '@duckdb/node-api';
import { BuildError } from '../../errors.ts';
import { columnList, quoted } from '../../sql-text.ts';
import type { MergeRequest, Part, ReplaceRequest, Table } from '../engine.ts';
import { filesToAbsorb } from '../compaction.ts';
import { readRows } from './connection.ts';
import { selectMatching } from './lookup.ts';
import { rowsByDay, writeLargeDay, writeLargeDays, writeTable } from './part-writer.ts';
import { fingerprints, inDays, partKey, selectTable, selectTyped } from './statements.ts';
import { rankingRepeated } from './versions.ts';

/** New rows of a merge: all of them, and those that are kept in memory. */
const FRESH = 'fresh__rows';
const REST = 'rest__rows';
/** Older rows with the keys of new ones, new rows with the keys of older ones, and of both those that win or are equally late. */
const MATCHED = 'matched__rows';
const RIVALS = 'rival__rows';
const LATEST = 'latest__rows';
/** Older rows that a later version replaces. */
const REPLACED = 'replaced__rows';
/** New rows, and rows that won, on days that are put together again. */
const ADDED = 'added__rows';
const CANDIDATE = 'candidate__rows';

/**
 * New rows are the model's SQL over the new files. Where older rows have their keys, on whatever day, the latest version wins; days
 * that gain or lose a row by that are written again. A new day of `largeDay` rows or more goes to a file before that, and stays there
 * if no row of it is older than one elsewhere.
 */
export async function merge(connection: DuckDBConnection, root: string, request: MergeRequest, largeDay: number): Promise<Table> {
  const { key, existing, target } = request;
  const keys = columnList(key);
  const names = columnList(existing.columns.map(({ name }) => name));
  const { filed, keys: landed } = await takeFresh(connection, root, request, largeDay);
  const [fresh] = await readRows(connection, `select count(*) as n from ${FRESH}`);
  if (Number(fresh?.['n']) !== landed) await checkNothingDropped(connection, request);
  await matchOlder(connection, root, request);
  const met = await daysMet(connection, RIVALS, target.partition);
  await rankVersions(connection, request);
  await checkNoTies(connection, request);
  await connection.run(
    `create or replace table ${REPLACED} as select ${names} from ${MATCHED} except select ${names} from ${LATEST}`,
  );

  const [clean, mixed] = [filed.filter((part) => !met.has(part.key)), filed.filter((part) => met.has(part.key))];
  const again = { ...existing, parts: mixed, superseded: clean };
  await connection.run(
    `create or replace view ${ADDED} as
     select ${names} from (select ${names} from ${REST} union all ${selectTable(root, again, null)}) anti join ${MATCHED} using (${keys})
     union all (select ${names} from ${LATEST} except select ${names} from ${MATCHED})`,
  );
  const day = quoted(target.partition);
  const days = await daysMet(
    connection,
    `(select ${day} from ${ADDED} union all select ${day} from ${REPLACED})`,
    target.partition,
  );
  const kept = `select * from (${selectTable(root, existing, days)}) older anti join ${REPLACED} using (${keys})`;
  const state = {
    ...existing,
    parts: [...existing.parts, ...clean],
    superseded: [...existing.superseded, ...mixed],
  };
  const rows = `${kept} union all by name select ${names} from ${ADDED}`;
  return writeDays(connection, root, { target, existing: state }, days, rows);
}

/** Evaluates the model's SQL over the new files. Parts of the days that went to files, and how many keys were landed. */
async function takeFresh(
  connection: DuckDBConnection,
  root: string,
  request: MergeRequest,
  largeDay: number,
): Promise<{ readonly filed: readonly Part[]; readonly keys: number | null }> {
  const { lakeRelation, target, existing } = request;
  const { model, partition } = target;
  const [events] = await readRows(connection, `select count(*) as n from ${quoted(lakeRelation)}`);
  const isLarge = Number(events?.['n']) >= largeDay;
  const { sql, keys } = isLarge ? await rankingRepeated(connection, request.sql, request) : { sql: request.sql, keys: null };
  const rows = selectTyped(sql, existing.columns);
  const known = new Set(existing.parts.map((part) => part.key));
  const counted = isLarge ? await rowsByDay(connection, `(${rows})`, model, partition) : [];
  const large = [...counted].flatMap(([day, count]) => (count >= largeDay && !known.has(day) ? [day] : []));
  const filed = await writeLargeDays(connection, root, rows, target, existing.columns, large);
  const others = large.length === 0 ? rows : `select * from (${rows}) where not ${inDays(partition, large)}`;
  await connection.run(`create or replace table ${REST} as ${others}`);
  if (!isLarge) await rowsByDay(connection, REST, model, partition);
  await connection.run(`create or replace view ${FRESH} as select * from ${REST} union all ${selectTable(root, filed, null)}`);
  return { filed: filed.parts, keys };
}

/** Finds older rows with the keys of new ones: first their days, which reads two columns of the history in place of all. */
async function matchOlder(connection: DuckDBConnection, root: string, { existing, key, target }: MergeRequest): Promise<void> {
  const keys = columnList(key);
  const names = columnList([...new Set([...key, target.partition])]);
  const lying = `select ${names} from (${selectTable(root, existing, null)})`;
  const found = await selectMatching(connection, lying, key, `select ${keys} from ${FRESH}`);
  await connection.run(`create or replace table ${MATCHED} as ${found}`);
  const days = await daysMet(connection, MATCHED, target.partition);
  const older = await selectMatching(connection, selectTable(root, existing, days), key, `select ${keys} from ${MATCHED}`);
  await connection.run(`create or replace table ${MATCHED} as ${older}`);
  const rivals = await selectMatching(connection, `select * from ${FRESH}`, key, `select ${keys} from ${MATCHED}`);
  await connection.run(`create or replace table ${RIVALS} as ${rivals}`);
}

async function daysMet(connection: DuckDBConnection, relation: string, partition: string): Promise<Set<string>> {
  const rows = await readRows(
    connection,
    `select ${partKey(partition)} as part_key from ${relation} group by ${quoted(partition)}`,
  );
  return new Set(rows.flatMap(({ part_key: day }) => (typeof day === 'string' ? [day] : [])));
}

/** Runs the model over the inputs as they are bound and keeps the rows of the given days. */
export async function replace(
  connection: DuckDBConnection,
  root: string,
  request: ReplaceRequest,
  largeDay: number,
): Promise<Table> {
  const { existing, sql, target } = request;
  const { model, partition } = target;
  const names = columnList(existing.columns.map(({ name }) => name));
  const wanted = `select ${names} from (${selectTyped(sql, existing.columns)}) where ${quoted(partition)} is null or ${inDays(partition, request.days)}`;
  const [day] = request.days;
  if (request.isLargeDay === true && day !== undefined) {
    const { parts } = await writeLargeDay(connection, root, wanted, target, existing.columns, day);
    return { ...existing, parts: [...existing.parts, ...parts] };
  }
  await connection.run(`create or replace table ${CANDIDATE} as ${wanted}`);
  const counted = await rowsByDay(connection, CANDIDATE, model, partition);
  const known = new Set(existing.parts.map(({ key }) => key));
  const large = [...counted].flatMap(([day, count]) => (count >= largeDay && !known.has(day) ? [day] : []));
  const candidates = (days: readonly string[]) => `select ${names} from ${CANDIDATE} where ${inDays(partition, days)}`;
  const filed = await writeLargeDays(connection, root, `select ${names} from ${CANDIDATE}`, target, existing.columns, large);
  const lying = request.days.filter((day) => known.has(day));
  const group = partKey(partition);
  const before = await digests(connection, fingerprints(selectTable(root, existing, new Set(lying)), group, existing.columns));
  const after = await digests(connection, fingerprints(candidates(lying), group, existing.columns));
  const isChanged = (day: string) => (known.has(day) ? before.get(day) !== after.get(day) : counted.has(day));
  const changed = new Set(request.days.filter((day) => isChanged(day) && !large.includes(day)));
  const state = { ...existing, parts: [...existing.parts, ...filed.parts] };
  return writeDays(connection, root, { target, existing: state }, changed, candidates([...changed]));
}

/** Puts these rows in place of some days; small or half superseded files are written again beside them. */
async function writeDays(
  connection: DuckDBConnection,
  root: string,
  { target, existing }: Pick<ReplaceRequest, 'target' | 'existing'>,
  changed: ReadonlySet<string>,
  rows: string,
): Promise<Table> {
  const kept = existing.parts.filter(({ key }) => !changed.has(key));
  const outdated = [...existing.superseded, ...existing.parts.filter(({ key }) => changed.has(key))];
  const absorbed = filesToAbsorb(kept, outdated);
  if (changed.size === 0 && absorbed.size === 0) return tidied(existing, existing.parts, existing.superseded);
  const moved = new Map(kept.filter((part) => part.files.some((file) => absorbed.has(file))).map((part) => [part.key, part]));
  const table = { ...existing, parts: [...moved.values()], superseded: outdated };
  const all = moved.size === 0 ? rows : `${rows} union all by name ${selectTable(root, table, null)}`;
  const written = await writeTable(connection, root, all, target, existing.columns);
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

async function rankVersions(connection: DuckDBConnection, { key, existing, latestBy }: MergeRequest): Promise<void> {
  const keys = columnList(key);
  const names = columnList(existing.columns.map(({ name }) => name));
  const order = latestBy.map(({ column, isAscending }) => `${quoted(column)} ${isAscending ? 'asc' : 'desc'}`).join(', ');
  await connection.run(
    `create or replace table ${LATEST} as
     select * from (
       select *, row_number() over versions as version_number, rank() over versions as version_rank
       from (select ${names} from ${MATCHED} union all select ${names} from ${RIVALS})
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
