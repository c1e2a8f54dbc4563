import { setPriority } from 'node:os';
import { CONTRACTS } from '../contracts/catalogue.ts';
import { messageOf } from '../contracts/errors.ts';
import { parquetWriter } from '../lambdas/shared/parquet.ts';
import { folderQueue } from './adapters/folder-queue.ts';
import { backgroundTask, type said } from './background.ts';
import { buildLoop } from './build-loop.ts';
import { SQL_DIR } from './commands/build.ts';
import { openInstallation, queueDir } from './installation.ts';
import { landLoop } from './land-loop.ts';
import type { Progress } from './progress.ts';
import { loadSample } from './sample-load.ts';
import { SHOWN } from './shown.ts';
import type { z } from 'zod';

/** Above 0, the system lets others go first, and more so the higher it is. */
const PRIORITY = 19;

const stopping = new AbortController();
const { signal } = stopping;

/** The one who started us says stop by hanging up, and has hung up too when it was killed. */
process.once('disconnect', () => stopping.abort());
if (!process.connected) stopping.abort(); // killed while our modules were loaded
/** Ctrl-C reaches every process of a terminal; ours ends when it is told to. */
process.on('SIGINT', () => undefined);

function say(kind: z.input<typeof said>['kind'], text = ''): void {
  if (process.connected) process.send?.({ kind, text });
}

const progress: Progress = {
  update: (text) => say('update', text),
  done: (text) => say('done', text),
  warn: (text) => say('warn', text),
  clear: () => say('clear'),
};

setPriority(PRIORITY);
const { dataDir, older } = backgroundTask.parse(JSON.parse(process.argv[2] ?? 'null'));
const installation = await openInstallation(dataDir);
const builder = buildLoop({
  dataDir,
  sqlDir: SQL_DIR,
  contracts: CONTRACTS,
  first: SHOWN,
  signal,
  onPublished: (id) => progress.done(`published ${id}`),
  onError: (message) => progress.warn(message),
});
const landing = landLoop({
  ...installation,
  queue: await folderQueue(queueDir(dataDir)),
  toParquet: await parquetWriter(),
  signal,
  onLanded: () => void builder.request(),
  onError: (message) => progress.warn(message),
});

/** The days of the sample company before the recent ones, while the dashboard already answers. */
async function addOlderDays(): Promise<void> {
  if (older === null) return;
  try {
    await loadSample({ dataDir, options: older, part: 'older', progress, signal });
    await builder.request();
  } catch (error) {
    if (!signal.aborted) progress.warn(`sample company: ${messageOf(error)}; the next start goes on from there`);
  }
}

await Promise.all([landing, addOlderDays()]);
await builder.settled();
