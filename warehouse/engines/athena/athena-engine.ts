import { randomUUID } from 'node:crypto';
import { BuildError } from '../../errors.ts';
import { quoted } from '../../sql-text.ts';
import type { Bench, Engine, Found, OutputColumn, Part, Table, Target } from '../engine.ts';
import { bindings } from './bindings.ts';
import { merge, missingDay, replace, type Work } from './incremental.ts';
import { athenaQueries, type QueriesOptions } from './queries.ts';
import { fingerprints, partKey, selectTable, selectTyped } from './statements.ts';
import { tablesOf } from './tables.ts';

export interface AthenaEngineOptions extends QueriesOptions {
  /** Holds the lake's files and those of built tables. */
  readonly bucket: string;
}

/** Raised when the tables that an engine makes of the same text would be others. */
const LAYOUT = 1;

export const ATHENA_VERSION = `athena 3 layout ${LAYOUT}`;

/**
 * Athena, with models as Iceberg tables. A table is written once; what a later build changes is in tables of its own, and a model is
 * the days that count of each.
 */
export function openAthenaEngine(options: AthenaEngineOptions): Engine {
  const queries = athenaQueries(options);
  const tables = tablesOf(queries, options.bucket, randomUUID().slice(0, 8));
  return {
    version: ATHENA_VERSION,
    largeDay: null,
    bench: () => {
      return Promise.resolve(benchOf({ queries, tables, names: bindings(options) }));
    },
    interrupt: () => queries.interrupt(),
    close: () => undefined,
  };
}

function benchOf(work: Work): Bench {
  return {
    bind: (relation, source) => Promise.resolve(work.names.bind(relation, source)),
    daysOf: (relation, column) => daysOf(work, relation, column),
    columnsOf: (sql) => columnsOf(work, sql),
    full: (sql, target, columns) => full(work, sql, target, columns),
    merge: (request) => merge(work, request),
    replace: (request) => replace(work, request),
    sameRows: (before, after) => sameRows(work, before, after),
    knownWithoutNulls: () => Promise.resolve(new Set()),
    discard: async ({ parts }) => {
      for (const table of new Set(parts.flatMap(({ files }) => files))) await work.tables.drop(table);
    },
    find: (sql, limit) => find(work, sql, limit),
    close: () => Promise.resolve(),
  };
}

const SIMPLE_TYPE = /^(?:varchar|boolean|date|double|real|bigint|integer|smallint|tinyint|decimal\(|timestamp$)/;

/** Columns and types as an Iceberg table would keep them. Reads no rows. */
async function columnsOf({ queries, names }: Work, sql: string): Promise<OutputColumn[]> {
  const { columns } = await queries.read(names.within(`select * from (\n${sql}\n) limit 0`));
  const nested = columns.filter(({ type }) => !SIMPLE_TYPE.test(type));
  // A result names only the outside of an array; asked of a row that is not there, the engine names the whole.
  const typed =
    nested.length === 0
      ? []
      : await queries
          .read(
            names.within(`select ${nested.map(({ name }) => `typeof(one.${quoted(name)})`).join(', ')}
            from (values 1) as always (present) left join (select * from (\n${sql}\n) limit 0) one on true`),
          )
          .then(({ rows: [row = []] }) => row);
  const whole = new Map(nested.map(({ name }, index) => [name, typed[index] ?? '']));
  return columns.map(({ name, type }) => ({ name, type: keptType(name, whole.get(name) ?? type) }));
}

function keptType(column: string, type: string): string {
  if (type === 'unknown') throw new BuildError(`column ${column} has no type: cast its null to one`);
  if (type.endsWith(' with time zone')) throw new BuildError(`column ${column} is ${type}: cast it to timestamp or date`);
  return type
    .replace(/^timestamp(\(\d\))?$/, 'timestamp(6)')
    .replace(/^(smallint|tinyint)$/, 'integer')
    .replace(/\bvarchar\(\d+\)/g, 'varchar');
}

async function full(work: Work, sql: string, target: Target, columns: readonly OutputColumn[]): Promise<Table> {
  const { model, build, partition } = target;
  const table = await work.tables.create(target, 'rows', work.names.within(selectTyped(sql, columns)));
  const group = partition === null ? `'all'` : partKey(partition);
  const { rows } = await work.queries.read(`select ${group} as part_key, count(*) as row_count from ${quoted(table)} group by 1`);
  const parts = rows.map(([key = null, count]): Part => {
    if (key === null) throw missingDay(model, partition, Number(count));
    return { key, files: [table], rows: Number(count), since: build };
  });
  return { columns, partition, parts: parts.toSorted((a, b) => (a.key < b.key ? -1 : 1)), superseded: [] };
}

async function daysOf({ queries, names }: Work, relation: string, column: string): Promise<string[]> {
  const { rows } = await queries.read(
    names.within(`select distinct ${partKey(column)} as day from ${quoted(relation)} where ${quoted(column)} is not null`),
  );
  return rows.flatMap(([day = null]) => day ?? []);
}

async function sameRows({ queries }: Work, before: Table, after: Table): Promise<boolean> {
  const [rowsBefore, rowsAfter] = [before, after].map(({ parts }) => parts.reduce((sum, { rows }) => sum + rows, 0));
  if (rowsBefore !== rowsAfter) return false;
  const sides = [before, after].map((table) => fingerprints(selectTable(table), `'all'`, table.columns));
  const { rows } = await queries.read(sides.join('\nunion all\n'));
  return new Set(rows.map(([, , digest]) => digest)).size <= 1;
}

async function find({ queries, names }: Work, sql: string, limit: number): Promise<Found> {
  const { columns, rows } = await queries.read(
    names.within(`select *, count(*) over () as found_count from (\n${sql}\n) limit ${limit}`),
  );
  const shown = columns.slice(0, -1);
  return {
    count: Number(rows[0]?.at(-1) ?? 0),
    rows: rows.map((row) => Object.fromEntries(shown.map(({ name }, index) => [name, row[index] ?? null]))),
  };
}
