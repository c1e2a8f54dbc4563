import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { hasCode, replaceFile } from './adapters/durable-file.ts';
import { formatCount, formatDuration, type Progress } from './progress.ts';
import type { SampleOptions } from './sample/options.ts';

const stateSchema = z.object({
  state: z.enum(['loading', 'ready']),
  options: z.object({ seed: z.number(), days: z.number(), endDate: z.string(), scale: z.number() }),
});

/** What is known of the sample in a data folder; null when none was ever made there. */
export async function sampleState(dataDir: string): Promise<z.output<typeof stateSchema> | null> {
  try {
    return stateSchema.parse(JSON.parse(await readFile(statePath(dataDir), 'utf8')));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

const statePath = (dataDir: string) => join(dataDir, 'sample.json');

const progressSchema = z.object({ records: z.number(), rows: z.number(), quarantined: z.number(), dropCount: z.number() });

/**
 * Makes the sample company and sends it through the import handler, in as many threads as there are cores. Can be killed
 * and started again: what was landed is found to be there.
 */
export async function loadSample(
  dataDir: string,
  options: SampleOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const started = Date.now();
  await replaceFile(statePath(dataDir), JSON.stringify({ state: 'loading', options }));
  const shares = Math.min(availableParallelism(), 8);
  const sum = { drops: 0, records: 0, rows: 0, quarantined: 0 };
  await Promise.all(
    Array.from({ length: shares }, (_, share) =>
      runWorker({ dataDir, options, share, shares }, signal, (message) => {
        sum.drops++;
        sum.records += message.records;
        sum.rows += message.rows;
        sum.quarantined += message.quarantined;
        progress.update(
          `sample company: ${Math.floor((100 * sum.drops) / message.dropCount)} %, ${formatCount(sum.rows)} events`,
        );
      }),
    ),
  );
  await replaceFile(statePath(dataDir), JSON.stringify({ state: 'ready', options }));
  const refused = sum.quarantined > 0 ? `, ${formatCount(sum.quarantined)} records in quarantine` : '';
  progress.done(
    `sample company: ${formatCount(sum.records)} records, ${formatCount(sum.rows)} events landed${refused} (${formatDuration(Date.now() - started)})`,
  );
}

function runWorker(
  data: object,
  signal: AbortSignal,
  onMessage: (message: z.output<typeof progressSchema>) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const module = new URL('./sample-worker.ts', import.meta.url).href;
    const worker = new Worker(new URL('./bin/worker.mjs', import.meta.url), {
      workerData: { ...data, module },
      // Rows live until their chunk is written: a young generation that holds a chunk spares copying them.
      resourceLimits: { maxYoungGenerationSizeMb: 192 },
    });
    const stop = () => void worker.terminate();
    signal.addEventListener('abort', stop, { once: true });
    worker.on('message', (message) => onMessage(progressSchema.parse(message)));
    worker.once('error', reject);
    worker.once('exit', (code) => {
      signal.removeEventListener('abort', stop);
      if (signal.aborted) reject(signal.reason);
      else if (code === 0) resolve();
      else reject(new Error(`a sample worker ended with code ${code}`));
    });
  });
}
