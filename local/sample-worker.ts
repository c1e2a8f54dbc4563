import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { loadChannel } from '../channels/load.ts';
import { importDrop, ownHands } from '../lambdas/import/import-drop.ts';
import { keyedBy } from '../lambdas/shared/intake.ts';
import { parquetWriter } from '../lambdas/shared/parquet.ts';
import { replaceFile } from './adapters/durable-file.ts';
import { openInstallation } from './installation.ts';
import { storyOf } from './sample/day.ts';
import { optionsSchema } from './sample/options.ts';
import { type Drop, sampleDrops } from './sample/plan.ts';
import { truthOf } from './sample/truth.ts';
import type { Job } from './sample-load.ts';

/** Lines handed over together; a line at a time would cost more than the line. */
const LINES = 500;

async function* asBytes(records: Iterable<object>): AsyncGenerator<Uint8Array> {
  let lines: string[] = [];
  for (const record of records) {
    lines.push(JSON.stringify(record));
    if (lines.length >= LINES) {
      yield Buffer.from(`${lines.join('\n')}\n`);
      lines = [];
    }
  }
  if (lines.length > 0) yield Buffer.from(`${lines.join('\n')}\n`);
}

const { dataDir, options } = z.object({ dataDir: z.string(), options: optionsSchema }).parse(workerData);
// Nobody of the sample can be written to, so the vault is passed by.
const { store, secrets, clock } = await openInstallation(dataDir);
const ports = { store, secrets, clock, keyed: keyedBy(secrets), toParquet: await parquetWriter() };
const hands = ownHands(ports);
const drops = sampleDrops(options);

async function land({ channel, name, receivedAt, records }: Drop): Promise<void> {
  const file = { name: `${name}.ndjson`, receivedAt, open: () => asBytes(records()) };
  const { recordCount, landed, duplicateRowCount, quarantinedCount } = await importDrop(
    file,
    await loadChannel(channel),
    ports,
    hands,
  );
  const rowCount = Object.values(landed).reduce((sum, count) => sum + count, duplicateRowCount);
  parentPort?.postMessage({ recordCount, rowCount, quarantinedCount });
}

/** Beside the lake, never in it: what was planted, for whoever wants to hold the numbers against it. */
async function writeTruth(): Promise<void> {
  await replaceFile(join(dataDir, 'truth.json'), `${JSON.stringify(truthOf(storyOf(options)), null, 1)}\n`);
  parentPort?.postMessage({ recordCount: 0, rowCount: 0, quarantinedCount: 0 });
}

/** Outside of the promise, where an error ends the worker and reaches the one who started it. */
function endWith(error: unknown): void {
  setImmediate(() => {
    throw error;
  });
}

/** One job at a time, as they are handed out; null is the end. */
parentPort?.on('message', (job: Job | null) => {
  const drop = typeof job === 'number' ? drops[job] : undefined;
  if (job === 'truth') writeTruth().catch(endWith);
  else if (drop === undefined) parentPort?.close();
  else land(drop).catch(endWith);
});
parentPort?.postMessage(null);
