import { fileURLToPath } from 'node:url';
import { CONTRACTS } from '../../contracts/catalogue.ts';
import { folderQueue } from '../adapters/folder-queue.ts';
import { parquetWriter } from '../../lambdas/shared/parquet.ts';
import type { Store } from '../../lambdas/shared/ports.ts';
import { type BuildRecord, buildWarehouse } from '../../warehouse/build.ts';
import { openExisting, queueDir } from '../installation.ts';
import { landOnce } from '../land-loop.ts';
import { formatCount, formatDuration, type Progress } from '../progress.ts';

/** The models that come with the project. */
export const SQL_DIR = fileURLToPath(new URL('../../sql', import.meta.url));

interface BuildRequest {
  readonly dataDir: string;
  readonly select: readonly string[];
  readonly full: boolean;
  readonly signal: AbortSignal;
}

/** Lands what is queued, runs the models that have work, audits them and publishes. */
export async function build(request: BuildRequest, progress: Progress): Promise<BuildRecord> {
  const { dataDir, store } = await openExisting(request.dataDir);
  const landed = await landQueued(dataDir, store);
  if (landed > 0) progress.done(`landed ${formatCount(landed)} queued rows`);
  const started = Date.now();
  const running = new Set<string>();
  const record = await buildWarehouse({
    dataDir,
    sqlDir: SQL_DIR,
    contracts: CONTRACTS,
    select: request.select,
    full: request.full,
    signal: request.signal,
    now: () => new Date(),
    onProgress: (event) => {
      if (event.type === 'started') running.add(event.model);
      if (event.type === 'done') {
        running.delete(event.model);
        if (event.mode !== 'reused')
          progress.done(`${event.model}: ${formatCount(event.rows)} rows, ${event.mode} (${formatDuration(event.ms)})`);
      }
      if (running.size > 0) progress.update([...running].join(', '));
    },
  });
  progress.clear();
  for (const { model, audit, failing } of record.warnings) progress.warn(`${model}: ${audit}: ${formatCount(failing)} rows`);
  if (record.warnings.length > 0) progress.warn(`read the rows with "echolake audits"`);
  progress.done(
    record.published
      ? `published ${record.manifest.build} (${formatDuration(Date.now() - started)})`
      : `nothing has changed since ${record.manifest.build}`,
  );
  return record;
}

/** Lands all that is queued, batch by batch. Rows landed. */
async function landQueued(dataDir: string, store: Store): Promise<number> {
  const queue = await folderQueue(queueDir(dataDir), { waitMs: 0 });
  const toParquet = await parquetWriter();
  let landed = 0;
  for (let rows = 1; rows > 0; landed += rows) rows = await landOnce(queue, store, toParquet);
  return landed;
}
