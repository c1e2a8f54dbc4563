import { lakeColumns } from '../../../contracts/event.ts';
import { BuildError } from '../../errors.ts';
import { columnList, literal, quoted } from '../../sql-text.ts';
import { filesToAbsorb } from '../compaction.ts';
import type { MergeRequest, OutputColumn, Part, ReplaceRequest, Table } from '../engine.ts';
import type { Bindings } from './bindings.ts';
import type { Queries } from './queries.ts';
import { fingerprints, onDays, partKey, selectTable, selectTyped } from './statements.ts';
import type { Tables } from './tables.ts';

/** What a running model works with. */
export interface Work {
  readonly queries: Queries;
  readonly tables: Tables;
  readonly names: Bindings;
}

type Request = MergeRequest | ReplaceRequest;

/** Rows of a day: how many, and a checksum whatever their order. */
interface Day {
  readonly rows: number;
  readonly digest: string | null;
}

const namesOf = (columns: readonly OutputColumn[]) => columnList(columns.map(({ name }) => name));

/**
 * New rows are the model's SQL over the new files. Days that get one, or hold an older row with the key of one, are compared as they
 * are and as they would be; those that differ are written again. Only the key and the day are read of all other days. The new rows
 * are made in each of the three statements: they are few, and a table of their own would be two statements more.
 */
export async function merge(work: Work, request: MergeRequest): Promise<Table> {
  const { target, existing } = request;
  const fresh = selectTyped(request.sql, existing.columns);
  const touched = await touchedDays(work, request, fresh);
  if (touched.length === 0) return existing;
  const lying = selectTable(existing, new Set(touched));
  const latest = latestRows(request, `${lying}\nunion all\nselect * from (${fresh})`);
  const after = `select ${namesOf(existing.columns)} from (${latest}) where version_number = 1`;
  const days = await comparedDays(work, request, lying, after, tiedKeys(request, latest));
  const changed = touched.filter((day) => isDifferent(days.before.get(day), days.after.get(day)));
  if (changed.length === 0) return existing;
  const { moved, kept, outdated } = settle(existing, changed);
  const rows = `select * from (${after}) where ${onDays(target.partition, changed)}`;
  const select = work.names.within([rows, ...selectMoved(existing, moved)].join('\nunion all\n'));
  const name = await work.tables.create(target, 'rows', select);
  const written = changed.flatMap((day) => partOf(day, name, days.after.get(day), target.build));
  return stateOf(existing, [...kept, ...written, ...moved.map((part) => ({ ...part, files: [name] }))], outdated);
}

/** Runs the model over the inputs as they are bound and keeps the rows of the given days. */
export async function replace(work: Work, request: ReplaceRequest): Promise<Table> {
  const { tables } = work;
  const { target, existing, sql } = request;
  const { partition, build } = target;
  const wanted = `${quoted(partition)} is null or ${onDays(partition, request.days)}`;
  const select = `select * from (${selectTyped(sql, existing.columns)}) where ${wanted}`;
  const candidate = await tables.create(target, 'rows', work.names.within(select));
  const lying = selectTable(existing, new Set(request.days));
  const days = await comparedDays(work, request, lying, `select ${namesOf(existing.columns)} from ${quoted(candidate)}`, []);
  const changed = request.days.filter((day) => isDifferent(days.before.get(day), days.after.get(day)));
  if (changed.length === 0) {
    await tables.drop(candidate);
    return existing;
  }
  const { moved, kept, outdated } = settle(existing, changed);
  const parts = (table: string) => changed.flatMap((day) => partOf(day, table, days.after.get(day), build));
  if (moved.length === 0) {
    const same = [...days.after.keys()].filter((day) => !changed.includes(day));
    const unneeded = same.flatMap((day) => partOf(day, candidate, days.after.get(day), build));
    return stateOf(existing, [...kept, ...parts(candidate)], [...outdated, ...unneeded]);
  }
  const fresh = `select ${namesOf(existing.columns)} from ${quoted(candidate)} where ${onDays(partition, changed)}`;
  const name = await tables.create(target, 'compact', [fresh, ...selectMoved(existing, moved)].join('\nunion all\n'));
  await tables.drop(candidate);
  return stateOf(existing, [...kept, ...parts(name), ...moved.map((part) => ({ ...part, files: [name] }))], outdated);
}

/** Days of the new rows and of older rows with their keys. */
async function touchedDays(work: Work, request: MergeRequest, fresh: string): Promise<string[]> {
  const { target, existing, key } = request;
  const day = partKey(target.partition);
  const same = key.map((name) => `fresh.${quoted(name)} = older.${quoted(name)}`).join(' and ');
  const dropped = droppedKeys(work, request, fresh);
  const { rows } = await work.queries.read(
    work.names.within(`select 'touched' as finding, ${day} as part_key, count(*) as n from (${fresh}) group by 2
    union
    select distinct 'touched', ${day}, 0 from (${selectTable(existing)}) older where exists (select 1 from (${fresh}) fresh where ${same})
    ${dropped === null ? '' : `union all select 'dropped', null, count(*) from (${dropped})`}`),
  );
  const count = Number(rows.find(([finding]) => finding === 'dropped')?.[2] ?? 0);
  if (count > 0)
    throw new BuildError(
      `${target.model}: ${count} events of ${request.lakeRelation} have no row in it; a merged model keeps one row per event: filter in the model that reads it`,
    );
  const touched = rows.filter(([finding]) => finding === 'touched').map(([, part, n]) => dayOf(part ?? null, Number(n), request));
  return [...new Set(touched)].toSorted();
}

/** A version that the SQL filters away would leave an older one standing, so a model that is merged may not drop any event. */
function droppedKeys({ names }: Work, { key, lakeRelation }: MergeRequest, fresh: string): string | null {
  const source = names.sourceOf(lakeRelation);
  if (source?.kind !== 'lake') return null;
  const columns = lakeColumns(source.contract);
  if (!key.every((name) => name in columns)) return null;
  const keys = columnList(key);
  return `select distinct ${keys} from ${quoted(lakeRelation)} except select ${keys} from (${fresh})`;
}

/** Rows with their place among the versions of their key; `version_rank` is 1 for all that are equally late. */
function latestRows({ key, latestBy }: MergeRequest, rows: string): string {
  const order = latestBy.map(({ column, isAscending }) => `${quoted(column)} ${isAscending ? 'asc' : 'desc'}`).join(', ');
  const versions = `over (partition by ${columnList(key)} order by ${order})`;
  return `select *, row_number() ${versions} as version_number, rank() ${versions} as version_rank from (${rows})`;
}

/** Keys of different rows that are equally late: one would be kept by chance, in a full build the one, in this the other. */
function tiedKeys({ key, existing }: MergeRequest, latest: string): string[] {
  const shown = key.map((name) => `${literal(`${name} `)} || cast(${quoted(name)} as varchar)`).join(` || ', ' || `);
  return [
    `select 'tied' as side, ${shown} as part_key, count(*) as row_count, null as digest from (${latest}) where version_rank = 1
     group by ${columnList(key)} having count(*) > 1 and count(distinct row(${namesOf(existing.columns)})) > 1`,
  ];
}

/** Each day as it lies and as it would be. @throws {BuildError} when a further query has rows, which are ties. */
async function comparedDays(
  { queries, names }: Work,
  request: Request,
  before: string,
  after: string,
  ties: readonly string[],
): Promise<{ readonly before: ReadonlyMap<string, Day>; readonly after: ReadonlyMap<string, Day> }> {
  const { existing, target } = request;
  const group = partKey(target.partition);
  const sides = Object.entries({ before, after }).map(
    ([side, rows]) => `select ${literal(side)} as side, * from (${fingerprints(rows, group, existing.columns)})`,
  );
  const answer = await queries.read(names.within([...sides, ...ties].join('\nunion all\n')));
  const days = { before: new Map<string, Day>(), after: new Map<string, Day>() };
  for (const [side, part, count, digest = null] of answer.rows) {
    if (side === 'tied' && 'latestBy' in request) throw tie(request, part ?? '');
    const day = dayOf(part ?? null, Number(count), request);
    days[side === 'before' ? 'before' : 'after'].set(day, { rows: Number(count), digest });
  }
  return days;
}

function tie({ target, latestBy }: MergeRequest, key: string): BuildError {
  return new BuildError(
    `${target.model}: two rows of ${key} differ but are equally late by ${latestBy.map(({ column }) => column).join(', ')}; ` +
      'add to incremental.merge.latest_by what the SQL decides by, such as received_at asc',
  );
}

function isDifferent(before: Day | undefined, after: Day | undefined): boolean {
  return before?.rows !== after?.rows || before?.digest !== after?.digest;
}

function dayOf(day: string | null, rows: number, { target }: Request): string {
  if (day !== null) return day;
  throw missingDay(target.model, target.partition, rows);
}

export function missingDay(model: string, partition: string | null, rows: number): BuildError {
  return new BuildError(`${model}: ${rows} rows have no ${partition}, so they belong to no day; filter them or give them one`);
}

function partOf(key: string, table: string, day: Day | undefined, build: string): Part[] {
  return day === undefined ? [] : [{ key, files: [table], rows: day.rows, since: build }];
}

/** What becomes of a model's parts when some days change: those that stay, those that go, and those of small tables, which are written again. */
function settle(existing: Table, changed: readonly string[]) {
  const isChanged = ({ key }: Part) => changed.includes(key);
  const outdated = [...existing.superseded, ...existing.parts.filter(isChanged)];
  const staying = existing.parts.filter((part) => !isChanged(part));
  const absorbed = filesToAbsorb(staying, outdated);
  const isMoved = ({ files }: Part) => files.some((table) => absorbed.has(table));
  return { outdated, moved: staying.filter(isMoved), kept: staying.filter((part) => !isMoved(part)) };
}

function selectMoved(existing: Table, moved: readonly Part[]): string[] {
  return moved.length === 0 ? [] : [selectTable(existing, new Set(moved.map(({ key }) => key)))];
}

function stateOf(existing: Table, parts: readonly Part[], superseded: readonly Part[]): Table {
  const live = new Set(parts.flatMap(({ files }) => files));
  return {
    ...existing,
    parts: parts.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    superseded: superseded.filter(({ files }) => files.some((table) => live.has(table))),
  };
}
