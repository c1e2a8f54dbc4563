import { resolve } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { selectTable } from '../../warehouse/engines/duckdb/statements.ts';
import { type ModelEntry, warehouseDir } from '../../warehouse/manifest.ts';
import { columnList, literal, quoted } from '../../warehouse/sql-text.ts';

/** A cell in which the engines differ. `column` is null when one of them lacks the row. */
export interface Difference {
  readonly model: string;
  readonly key: string;
  readonly column: string;
  readonly duckdb: string | null;
  readonly athena: string | null;
}

/** Floats may differ by this share: the engines add in other orders. */
const TOLERANCE = 1e-9;
/** Differences told of one model. */
const MOST_TOLD = 20;

/** Compares all rows by key, whatever their order. */
export async function compareModel(
  model: string,
  key: readonly string[],
  ours: { readonly dataDir: string; readonly entry: ModelEntry },
  theirs: { readonly files: readonly string[]; readonly entry: ModelEntry },
): Promise<Difference[]> {
  const names = ours.entry.columns.map(({ name }) => name);
  const theirNames = theirs.entry.columns.map(({ name }) => name);
  if (names.join() !== theirNames.join())
    return [{ model, key: 'all rows', column: 'columns', duckdb: names.join(), athena: theirNames.join() }];
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(`set TimeZone = 'UTC'`);
    await connection.run(`create view ours as ${selectTable(resolve(warehouseDir(ours.dataDir)), ours.entry, null)}`);
    const files = theirs.files.map((file) => literal(file)).join(', ');
    const rows = theirs.files.length === 0 ? 'select * from ours where false' : `select * from read_parquet([${files}])`;
    await connection.run(`create view theirs as ${rows}`);
    return [...(await rowsOfOne(connection, model, key)), ...(await cellsOfBoth(connection, model, key, ours.entry))];
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const sameKey = (key: readonly string[]) =>
  key.map((column) => `ours.${quoted(column)} is not distinct from theirs.${quoted(column)}`).join(' and ');
const shownKey = (table: string, key: readonly string[]) =>
  `concat_ws(' ', ${key.map((column) => `${table}.${quoted(column)}`).join(', ')})`;

async function rowsOfOne(connection: DuckDBConnection, model: string, key: readonly string[]): Promise<Difference[]> {
  const only = (side: string, other: string) =>
    `select ${shownKey(side, key)} as key, ${literal(side)} as side from ${side} where not exists (select 1 from ${other} where ${sameKey(key)})`;
  const counted = (side: string) => `select ${columnList(key)}, count(*) as n from ${side} group by ${columnList(key)}`;
  const reader = await connection.runAndReadAll(
    `select key, side from (${only('ours', 'theirs')} union all ${only('theirs', 'ours')}
       union all select ${shownKey('ours', key)}, case when ours.n > theirs.n then 'ours' else 'theirs' end
       from (${counted('ours')}) ours join (${counted('theirs')}) theirs on ${sameKey(key)} where ours.n <> theirs.n
     ) limit ${MOST_TOLD}`,
  );
  return reader.getRowsJson().map(([shown, side]) => ({
    model,
    key: String(shown),
    column: 'the row',
    duckdb: side === 'ours' ? 'there' : null,
    athena: side === 'theirs' ? 'there' : null,
  }));
}

async function cellsOfBoth(
  connection: DuckDBConnection,
  model: string,
  key: readonly string[],
  { columns }: ModelEntry,
): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const { name, type } of columns) {
    const [our, their] = [`ours.${quoted(name)}`, `theirs.${quoted(name)}`];
    const isOther =
      type === 'DOUBLE'
        ? `${our} is distinct from ${their} and coalesce(abs(${our} - ${their}) > ${TOLERANCE} * greatest(abs(${our}), abs(${their})), true)`
        : `${our} is distinct from ${their}`;
    const reader = await connection.runAndReadAll(
      `select ${shownKey('ours', key)}, cast(${our} as varchar), cast(${their} as varchar)
       from ours join theirs on ${sameKey(key)} where ${isOther} limit ${MOST_TOLD}`,
    );
    for (const [shown, duckdb, athena] of reader.getRowsJson())
      differences.push({
        model,
        key: String(shown),
        column: name,
        duckdb: duckdb === null ? null : String(duckdb),
        athena: athena === null ? null : String(athena),
      });
  }
  return differences;
}
