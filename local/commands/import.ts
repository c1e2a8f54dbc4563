import { readdir, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { Channel } from '../../channels/channel.ts';
import { channelOfMap } from './import-table.ts';
import { channelNames, loadChannel, UnknownChannelError } from '../../channels/load.ts';
import { UsageError } from '../../contracts/errors.ts';
import type { Encoding } from '../../lambdas/import/encoding.ts';
import { type Hands, importDrop, type ImportReport, ownHands } from '../../lambdas/import/import-drop.ts';
import { DATA_FILE, EXPECTED_NAMES } from '../../lambdas/import/read-drop.ts';
import { parquetWriter } from '../../lambdas/shared/parquet.ts';
import { hasCode } from '../adapters/durable-file.ts';
import { type ImportThreads, importThreads } from '../import-threads.ts';
import { type Installation, openInstallation } from '../installation.ts';
import { nearest } from '../../contracts/nearest.ts';
import { readWritten } from '../read-written.ts';
import { formatCount, formatDuration, formatTable, type Progress } from '../progress.ts';

interface ImportOptions {
  /** Threads that work on portions; a core each unless said. */
  readonly threads?: number;
  readonly encoding?: Encoding;
  /** Of a table, and only of a table: the map of its columns. */
  readonly mapPath?: string | undefined;
}

const TABLE_USAGE =
  'a table is imported with its map, and only a table: "echolake import table FILE --map MAP.yml"; --guess writes a first map';

/** Brings files and folders of files through a channel into the lake. Every file is reported before the command ends. */
export async function importFiles(
  channelName: string,
  paths: readonly string[],
  dataDir: string,
  progress: Progress,
  { threads, encoding, mapPath }: ImportOptions = {},
): Promise<ImportReport[]> {
  const map = mapPath === undefined ? null : await channelOfMap(mapPath);
  const channel = map?.channel ?? (await channelOrHelp(channelName));
  if ((channelName === 'table') !== (map !== null)) throw new UsageError(TABLE_USAGE);
  const files = (await Promise.all(paths.map(filesAt))).flat();
  const installation = await openInstallation(dataDir);
  await map?.keep(installation.store);
  // A thread finds its channel by name, and the channel of a map has none.
  const hands = await handsFor(files, installation, map === null ? threads : 1);
  try {
    const reports: ImportReport[] = [];
    for (const path of files) {
      const file = { path, name: basename(path), ...(encoding !== undefined && { encoding }) };
      reports.push(await importFile(file, channel, installation, hands, progress));
    }
    return reports;
  } finally {
    await hands.close();
  }
}

/**
 * Nearly all that an import makes is dead at once. V8 learns from the few that stay (what was refused) to make some kinds in the old
 * space, and then keeps all that those refer to until that is swept: an eighth of every megabyte, measured with `--trace-gc`.
 */
setFlagsFromString('--no-allocation-site-pretenuring');

/** Bytes from which on it is worth starting threads, which takes about a second. */
const WORTH_THREADS = 64 << 20;
/** More threads than this only wait for the disk, and each holds a portion. */
const MOST_THREADS = 8;

async function handsFor(
  files: readonly string[],
  installation: Installation,
  threads: number | undefined,
): Promise<ImportThreads> {
  const sizes = await Promise.all(files.map(async (path) => (await stat(path)).size));
  const isLarge = sizes.reduce((sum, size) => sum + size, 0) >= WORTH_THREADS;
  const count = threads ?? (isLarge ? Math.min(availableParallelism(), MOST_THREADS) : 1);
  if (count > 1) return importThreads(installation.dataDir, count);
  return { ...ownHands({ ...installation, toParquet: await parquetWriter() }), close: () => Promise.resolve() };
}

async function importFile(
  file: { readonly path: string; readonly name: string; readonly encoding?: Encoding },
  channel: Channel,
  installation: Installation,
  hands: Hands,
  progress: Progress,
): Promise<ImportReport> {
  const { path, name } = file;
  const started = Date.now();
  const report = await importDrop({ ...file, open: () => readWritten(path, name, progress) }, channel, installation, hands);
  progress.done(`${sentenceOf(report)} (${formatDuration(Date.now() - started)})`);
  return report;
}

function sentenceOf(report: ImportReport): string {
  const landed = Object.entries(report.landed).map(([table, rows]) => `${formatCount(rows)} ${table}`);
  const eventless = Object.values(report.eventless).reduce((sum, count) => sum + count, 0);
  return [
    `${report.name}: ${formatCount(report.recordCount)} records`,
    landed.length > 0 ? `landed ${landed.join(', ')}` : 'nothing new',
    ...(report.duplicateRowCount > 0 ? [`${formatCount(report.duplicateRowCount)} rows already there`] : []),
    ...(eventless > 0 ? [`${formatCount(eventless)} that are no events`] : []),
    ...(report.quarantinedCount > 0 ? [`${formatCount(report.quarantinedCount)} in quarantine`] : []),
  ].join(' · ');
}

/** Reasons of all reports together, most frequent first; empty when nothing was refused. */
export function formatRefused(reports: readonly ImportReport[]): string {
  const counts = new Map<string, number>();
  for (const { quarantined } of reports) {
    for (const [reason, count] of Object.entries(quarantined)) counts.set(reason, (counts.get(reason) ?? 0) + count);
  }
  if (counts.size === 0) return '';
  const rows = [...counts].sort((a, b) => b[1] - a[1]).map(([reason, count]) => [reason, formatCount(count)]);
  return formatTable(['in quarantine', 'records'], rows, new Set([1]));
}

async function channelOrHelp(name: string): Promise<Channel> {
  try {
    return await loadChannel(name);
  } catch (error) {
    if (!(error instanceof UnknownChannelError)) throw error;
    const names = await channelNames();
    const near = nearest(name, names);
    throw new UsageError(
      `${error.message}${near === undefined ? '' : `; did you mean "${near}"?`} Channels: ${names.join(', ')}`,
      { cause: error },
    );
  }
}

/** A file as it is; a folder as the data files in it, in order of name. */
async function filesAt(path: string): Promise<string[]> {
  const full = resolve(path);
  let isFolder: boolean;
  try {
    isFolder = (await stat(full)).isDirectory();
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) throw new UsageError(`there is no file or folder ${full}`);
    throw error;
  }
  if (!isFolder) return [full];
  const names = (await readdir(full)).filter((name) => DATA_FILE.test(name)).sort();
  if (names.length === 0) throw new UsageError(`${full} holds no data files: ${EXPECTED_NAMES}`);
  return names.map((name) => join(full, name));
}
