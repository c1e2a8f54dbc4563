import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../contracts/errors.ts';
import { landMessages } from '../lambdas/land/land-messages.ts';
import type { ParquetWriter } from '../lambdas/shared/parquet.ts';
import type { Queue, Store } from '../lambdas/shared/ports.ts';

/** Messages landed together: as SQS would hand them to the Lambda, and few files for many calls. */
const BATCH = 1_000;

/** Pause after a landing, so that a steady stream makes files of many calls and a lone call waits for nothing. */
const GATHER_MS = 500;

/** Pause after a failed try, which is most often a full disk. */
const RETRY_MS = 1_000;

/** Lands one batch and acknowledges it. Rows landed; 0 when the queue was empty. */
export async function landOnce(queue: Queue, store: Store, toParquet: ParquetWriter, signal?: AbortSignal): Promise<number> {
  const messages = await queue.receive(BATCH, signal);
  if (messages.length === 0) return 0;
  const { landed, unreadable } = await landMessages(messages, store, toParquet);
  const bad = new Set(unreadable.map(({ message }) => message));
  await queue.ack(messages.filter((message) => !bad.has(message)));
  return landed.reduce((sum, file) => sum + file.rowCount, 0);
}

interface LandLoop {
  readonly queue: Queue;
  readonly store: Store;
  readonly toParquet: ParquetWriter;
  readonly signal: AbortSignal;
  readonly onLanded: (rowCount: number) => void;
  readonly onError: (message: string) => void;
}

/** Lands what comes in until it is told to stop: what the event source does for the Lambda. */
export async function landLoop({ queue, store, toParquet, signal, onLanded, onError }: LandLoop): Promise<void> {
  const pause = (ms: number) => sleep(ms, undefined, { signal }).catch(() => undefined);
  while (!signal.aborted) {
    try {
      const rowCount = await landOnce(queue, store, toParquet, signal);
      if (rowCount === 0) continue;
      onLanded(rowCount);
      await pause(GATHER_MS);
    } catch (error) {
      onError(`landing: ${messageOf(error)}`);
      await pause(RETRY_MS);
    }
  }
}
