import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Drop } from '../../lambdas/import/import-drop.ts';
import { csvBytes, OLIST_FILES } from '../flow/olist-files.ts';
import { inOnePiece } from './landing.ts';

/** Files of Olist: the real ones of the folder that `ECHOLAKE_OLIST` names, or else handmade ones of their shape. */
export async function olistFiles(): Promise<Drop[]> {
  const folder = process.env['ECHOLAKE_OLIST'];
  if (folder === undefined) return OLIST_FILES.map((file) => ({ name: file.name, open: () => inOnePiece(csvBytes(file)) }));
  const names = (await readdir(folder)).filter((name) => name.endsWith('.csv'));
  return names.map((name) => ({ name, open: () => createReadStream(join(folder, name), { highWaterMark: 1 << 20 }) }));
}
