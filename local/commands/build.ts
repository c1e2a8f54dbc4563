import { fileURLToPath } from 'node:url';
import { CONTRACTS } from '../../contracts/catalogue.ts';
import { folderQueue } from '../adapters/folder-queue.ts';
import { parquetWriter } from '../../lambdas/shared/parquet.ts';
import type { Store } from '../../lambdas/shared/ports.ts';
import { type BuildRecord, buildWarehouse, planWarehouse } from '../../warehouse/build.ts';
import { openExisting, queueDir } from '../installation.ts';
import { landOnce } from '../land-loop.ts';
import { formatCount, formatDuration, formatTable, type Progress } from '../progress.ts';

/** The models that come with the project. */
export const SQL_DIR = fileURLToPath(new URL('../../sql', import.meta.url));

interface BuildRequest {
  readonly dataDir: string;
  readonly select: readonly string[];
  readonly full: boolean;
  readonly memoryLimit?: string | undefined;
  readonly deadlineMs?: number | undefined;
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
    memoryLimit: request.memoryLimit,
    deadlineMs: request.deadlineMs,
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

/** What a build would do and why; lands and builds nothing. */
export async function planned(path: string, select: readonly string[], full: boolean): Promise<string> {
  const { dataDir, clock } = await openExisting(path);
  const { items, removed } = await planWarehouse({ dataDir, sqlDir: SQL_DIR, contracts: CONTRACTS, select, full, now: clock });
  const work = items.filter(({ action }) => action !== 'keep');
  if (work.length + removed.length === 0) return 'nothing to do: every model is up to date';
  const rows = [
    ...work.map(({ model, action, reasons }) => [model, action === 'follow' ? 'if changed' : action, reasons.join('; ')]),
    ...removed.map((model) => [model, 'remove', 'there is no such model any more']),
  ];
  const kept = items.length - work.length;
  return `${formatTable(['model', 'build', 'why'], rows)}\n\n${formatCount(kept)} models stay as they are`;
}

/** Lands all that is queued, batch by batch. Rows landed. */
async function landQueued(dataDir: string, store: Store): Promise<number> {
  const queue = await folderQueue(queueDir(dataDir), { waitMs: 0 });
  const toParquet = await parquetWriter();
  let landed = 0;
  for (let rows = 1; rows > 0; landed += rows) rows = await landOnce(queue, store, toParquet);
  return landed;
}
