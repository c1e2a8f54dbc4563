import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { UsageError } from '../contracts/errors.ts';
import { hasCode, replaceFile } from './adapters/durable-file.ts';
import { formatCount, formatDuration, type Progress } from './progress.ts';
import { optionsSchema, type SampleOptions } from './sample/options.ts';
import { type Drop, sampleDrops } from './sample/plan.ts';

const stateSchema = z.object({
  /** Nothing to rely on yet; the recent days are there; all is there. */
  state: z.enum(['loading', 'recent', 'ready']),
  options: optionsSchema,
});

/**
 * What is known of the sample in a data folder; null when none was ever made there.
 * @throws {UsageError}
 */
export async function sampleState(dataDir: string): Promise<z.output<typeof stateSchema> | null> {
  let text: string;
  try {
    text = await readFile(statePath(dataDir), 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
  try {
    return stateSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new UsageError(`${statePath(dataDir)} cannot be read: remove it, and the sample company is made again`, { cause });
  }
}

const statePath = (dataDir: string) => join(dataDir, 'sample.json');

/** Days that the first part holds: enough for every page to answer. */
export const RECENT_DAYS = 30;

/** The sample comes in two parts, so that the dashboard need not wait for what its pages do not show at first. */
type Part = 'recent' | 'older';

interface SampleLoad {
  readonly dataDir: string;
  readonly options: SampleOptions;
  readonly part: Part;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/**
 * Makes a part of the sample company and sends it through the import handler, in several threads. Can be killed and
 * started again: what was landed is found to be there.
 */
export async function loadSample({ dataDir, options, part, progress, signal }: SampleLoad): Promise<void> {
  const started = Date.now();
  const isFirst = part === 'recent';
  if (isFirst) await replaceFile(statePath(dataDir), JSON.stringify({ state: 'loading', options }));
  const drops = dropsOf(part, options);
  const isWhole = !isFirst || dropsOf('older', options).length === 0;
  const sum = { jobs: 0, records: 0, rows: 0, quarantined: 0 };
  const what = isFirst ? 'sample company' : 'the rest of the sample company';
  const queue: Job[] = [...drops, ...(isWhole ? ['truth' as const] : [])];
  const jobCount = queue.length;
  await Promise.all(
    Array.from({ length: threads(part) }, () =>
      runWorker({ dataDir, options }, queue, signal, ({ recordCount, rowCount, quarantinedCount }) => {
        sum.jobs++;
        sum.records += recordCount;
        sum.rows += rowCount;
        sum.quarantined += quarantinedCount;
        progress.update(`${what}: ${Math.floor((100 * sum.jobs) / jobCount)} %, ${formatCount(sum.rows)} events`);
      }),
    ),
  );
  await replaceFile(statePath(dataDir), JSON.stringify({ state: isWhole ? 'ready' : 'recent', options }));
  const refused = sum.quarantined > 0 ? `, ${formatCount(sum.quarantined)} records in quarantine` : '';
  progress.done(
    `${what}: ${formatCount(sum.records)} records, ${formatCount(sum.rows)} events landed${refused} (${formatDuration(Date.now() - started)})`,
  );
}

/** What the pages are drawn from. Members, campaigns and what the app tells of a visit can wait: who asks about them asks in SQL. */
const FIRST_CHANNELS: ReadonlySet<string> = new Set<Drop['channel']>(['org', 'pos', 'survey', 'complaint']);

/** The numbers of the drops of a part. The first part has what is of no day, and the last days, of the channels that pages need. */
function dropsOf(part: Part, options: SampleOptions): number[] {
  return [...sampleDrops(options).entries()]
    .filter(([, { channel, day }]) => {
      const isFirst = FIRST_CHANNELS.has(channel) && (day === null || day >= options.days - RECENT_DAYS);
      return isFirst === (part === 'recent');
    })
    .map(([index]) => index);
}

/** While people look at the dashboard, one core is left to them. */
function threads(part: Part): number {
  return Math.max(1, Math.min(availableParallelism(), 8) - (part === 'recent' ? 0 : 1));
}

const landedSchema = z.object({ recordCount: z.number(), rowCount: z.number(), quarantinedCount: z.number() });

/** What a worker is handed: the number of a drop, or to write down what is true of all of them. */
export type Job = number | 'truth';

/** Hands drops to one worker until none is left. */
function runWorker(
  data: object,
  queue: Job[],
  signal: AbortSignal,
  onLanded: (landed: z.output<typeof landedSchema>) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const module = new URL('./sample-worker.ts', import.meta.url).href;
    const worker = new Worker(new URL('./bin/worker.mjs', import.meta.url), {
      workerData: { ...data, module },
      // Rows live until their chunk is written: a young generation that holds a chunk spares copying them.
      resourceLimits: { maxYoungGenerationSizeMb: 192 },
    });
    worker.on('message', (message: unknown) => {
      if (message !== null) onLanded(landedSchema.parse(message));
      // Told to stop, it ends its drop first: a thread cannot be ended inside DuckDB without ending the process.
      worker.postMessage(signal.aborted ? null : (queue.shift() ?? null));
    });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      if (signal.aborted) reject(signal.reason);
      else if (code === 0) resolve();
      else reject(new Error(`a sample worker ended with code ${code}`));
    });
  });
}
