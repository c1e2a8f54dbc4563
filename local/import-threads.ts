import { Worker } from 'node:worker_threads';
import { EcholakeError } from '../contracts/errors.ts';
import type { Hands } from '../lambdas/import/import-drop.ts';
import type { Tally } from '../lambdas/import/tally.ts';
import type { Task, TaskDone } from './import-worker.ts';

/** Threads that import the portions of files. They start at once, while the file is still looked at. */
export interface ImportThreads extends Hands {
  readonly close: () => Promise<void>;
}

/** Rows are written down at once, so little outlives a collection; more would only be memory that each thread holds. */
const YOUNG = { maxYoungGenerationSizeMb: 12 };

interface Waiting {
  readonly resolve: (tally: Tally) => void;
  readonly reject: (error: Error) => void;
}

/** So many threads over one data folder. */
export function importThreads(dataDir: string, threads: number): ImportThreads {
  const waiting = new Map<number, Waiting>();
  const queue: Task[] = [];
  const idle: Worker[] = [];
  const workers: Worker[] = [];
  let taken = 0;
  let failure: Error | undefined;

  const handOut = () => {
    while (queue.length > 0 && idle.length > 0) {
      const [worker, task] = [idle.pop(), queue.shift()];
      if (task !== undefined) worker?.postMessage(task, [asBuffer(task.portion.bytes)]);
    }
  };
  const begin = (): Worker => {
    const module = new URL('./import-worker.ts', import.meta.url).href;
    const worker = new Worker(new URL('./bin/worker.mjs', import.meta.url), {
      workerData: { dataDir, module },
      resourceLimits: YOUNG,
    });
    workers.push(worker);
    worker.on('message', (done: TaskDone) => {
      const { resolve, reject } = waiting.get(done.id) ?? {};
      waiting.delete(done.id);
      idle.push(worker);
      handOut();
      if ('tally' in done) resolve?.(done.tally);
      else reject?.(new EcholakeError(done.error, { retryable: done.isRetryable }));
    });
    worker.once('error', (error: Error) => {
      failure = error;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    });
    return worker;
  };
  while (workers.length < threads) idle.push(begin());

  return {
    count: threads, // one more that waits would be held in memory, to spare the while in which the next is read
    take: (portion, channel, receivedAt) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) throw failure;
        const id = taken++;
        waiting.set(id, { resolve, reject });
        queue.push({ id, portion, channel: channel.name, receivedAt });
        handOut();
      }),
    close: async () => {
      await Promise.all(
        workers.map((worker) => {
          worker.postMessage(null);
          return new Promise((resolve) => worker.once('exit', resolve));
        }),
      );
    },
  };
}

/** Given away and not copied: nobody here looks at a portion again. */
function asBuffer(bytes: Uint8Array): ArrayBuffer {
  if (bytes.buffer instanceof ArrayBuffer) return bytes.buffer;
  throw new TypeError('expected a portion in memory of its own');
}
