import { stringify } from 'csv-stringify/sync';
import { resolve } from 'node:path';
import { readOnly } from '../../warehouse/engines/duckdb/read-only.ts';
import { openPublished } from '../../warehouse/engines/duckdb/serving.ts';
import { openExisting } from '../installation.ts';
import type { Format } from '../formats.ts';
import { formatTable } from '../progress.ts';

/** Decimal digits that a JSON number keeps for certain. */
const EXACT_DIGITS = 15;

/** Rows printed as a table; whoever wants all asks for csv or json. */
const TABLE_ROWS = 200;

/** One reading statement over the published models, as text. Models are read as of one build. */
export async function query(sql: string, dataDir: string, format: Format): Promise<string> {
  await openExisting(dataDir);
  const published = await openPublished(resolve(dataDir));
  try {
    const connection = await published.connect();
    const reader = await readOnly(connection, sql);
    const names = reader.deduplicatedColumnNames();
    const rows = reader.getRowsJson();
    const numeric = numericColumns(reader.columnTypes().map(String));
    if (format === 'json') {
      const cellAt = (cell: unknown, i: number) => (numeric.has(i) ? exactNumber(cell) : cell);
      const objects = rows.map((row) => Object.fromEntries(names.map((name, i) => [name, cellAt(row[i] ?? null, i)])));
      return JSON.stringify(objects, null, 2);
    }
    const cells = rows.map((row) =>
      row.map((cell) => (cell === null ? '' : typeof cell === 'object' ? JSON.stringify(cell) : String(cell))),
    );
    if (format === 'csv') return stringify([names, ...cells]).trimEnd();
    const table = formatTable(names, cells.slice(0, TABLE_ROWS), numeric);
    const rest = cells.length > TABLE_ROWS ? ` (the first ${TABLE_ROWS}; all with --format csv)` : '';
    return `${table}\n${cells.length} ${cells.length === 1 ? 'row' : 'rows'}${rest}`;
  } finally {
    published.close();
  }
}

/** DuckDB writes wide numbers as text. A number where that loses nothing, otherwise the text. */
function exactNumber(cell: unknown): unknown {
  const isExact = typeof cell === 'string' && /^-?[\d.]+$/.test(cell) && cell.replace(/\D/g, '').length <= EXACT_DIGITS;
  return isExact ? Number(cell) : cell;
}

function numericColumns(types: readonly string[]): Set<number> {
  return new Set(
    types.flatMap((type, i) => (/^(U?(TINY|SMALL|BIG|HUGE)?INT|INTEGER|UINTEGER|FLOAT|DOUBLE|DECIMAL)/.test(type) ? [i] : [])),
  );
}
