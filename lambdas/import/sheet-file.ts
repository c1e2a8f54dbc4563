import { readSheet } from 'read-excel-file/node';
import { messageOf, RefusedError } from '../../contracts/errors.ts';
import { zipEntries } from './unpack.ts';

/**
 * The largest workbook that is read, unfolded. It has to be in memory as a whole, at about ten times this; whoever has more saves it as CSV.
 */
const MAX_WORKBOOK_BYTES = 48 << 20;

/**
 * The rows of a workbook's first sheet as text, as CSV would have them. Empty rows are left out, and times are written as the sheet
 * shows them, without a zone.
 * @throws {RefusedError} when it is no workbook, or too large a one.
 */
export async function sheetRows(source: string, path: string): Promise<string[][]> {
  let size = 0;
  for await (const entry of zipEntries(source, path)) size += entry.size;
  if (size > MAX_WORKBOOK_BYTES)
    throw new RefusedError(
      413,
      `${source}: expected a workbook of at most ${MAX_WORKBOOK_BYTES} bytes unpacked, found ${size}; save it as CSV`,
    );
  const rows = await readSheet(path).catch((cause: unknown) => {
    throw new RefusedError(422, `${source}: expected an .xlsx workbook: ${messageOf(cause)}`, { cause });
  });
  return rows.map((row) => row.map(cellText)).filter((row) => row.some((cell) => cell !== ''));
}

function cellText(cell: unknown): string {
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  if (cell instanceof Date)
    return cell
      .toISOString()
      .replace('T', ' ')
      .replace(/(\.000)?Z$/, '')
      .replace(/ 00:00:00$/, '');
  return '';
}
