import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Channel } from '../../channels/channel.ts';
import { channelNames, loadChannel, UnknownChannelError } from '../../channels/load.ts';
import { UsageError } from '../../contracts/errors.ts';
import { importDrop, type ImportReport } from '../../lambdas/import/import-drop.ts';
import { channelOfMap } from './import-table.ts';
import { parquetWriter } from '../../lambdas/shared/parquet.ts';
import { hasCode } from '../adapters/durable-file.ts';
import { type Installation, openInstallation } from '../installation.ts';
import { nearest } from '../../contracts/nearest.ts';
import { formatCount, formatDuration, formatTable, type Progress } from '../progress.ts';

const TABLE_USAGE =
  'a table is imported with its map, and only a table: "echolake import table FILE --map MAP.yml"; --guess writes a first map';

/** Brings files and folders of files through a channel into the lake. Every file is reported before the command ends. */
export async function importFiles(
  channelName: string,
  paths: readonly string[],
  dataDir: string,
  progress: Progress,
  mapPath?: string,
): Promise<ImportReport[]> {
  const map = mapPath === undefined ? null : await channelOfMap(mapPath);
  const channel = map?.channel ?? (await channelOrHelp(channelName));
  if ((channelName === 'table') !== (map !== null)) throw new UsageError(TABLE_USAGE);
  const files = (await Promise.all(paths.map(filesAt))).flat();
  const installation = await openInstallation(dataDir);
  await map?.keep(installation.store);
  const toParquet = await parquetWriter();
  const reports: ImportReport[] = [];
  for (const file of files) reports.push(await importFile(file, channel, { ...installation, toParquet }, progress));
  return reports;
}

async function importFile(
  path: string,
  channel: Channel,
  ports: Installation & { toParquet: Awaited<ReturnType<typeof parquetWriter>> },
  progress: Progress,
): Promise<ImportReport> {
  const name = basename(path);
  const started = Date.now();
  const { size } = await stat(path);
  async function* open(): AsyncGenerator<Uint8Array> {
    let read = 0;
    for await (const bytes of createReadStream(path, { highWaterMark: 1 << 20 })) {
      read += bytes.length;
      progress.update(`${name}: ${Math.floor((100 * read) / Math.max(size, 1))} %`);
      yield bytes;
    }
  }
  const report = await importDrop({ name, open }, channel, ports);
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
  const names = (await readdir(full)).filter((name) => /\.(csv|ndjson|jsonl|json)(\.gz)?$/i.test(name)).sort();
  if (names.length === 0)
    throw new UsageError(`${full} holds no data files: expected names that end in .csv, .ndjson or .jsonl, or these with .gz`);
  return names.map((name) => join(full, name));
}
