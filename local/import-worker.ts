import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { loadChannel } from '../channels/load.ts';
import { isRetryable, messageOf } from '../contracts/errors.ts';
import { importPortion } from '../lambdas/import/import-portion.ts';
import type { Portion } from '../lambdas/import/portion.ts';
import type { Tally } from '../lambdas/import/tally.ts';
import { parquetWriter } from '../lambdas/shared/parquet.ts';
import { openInstallation } from './installation.ts';

/** A portion for a worker; null is the end. */
export interface Task {
  readonly id: number;
  readonly portion: Portion;
  readonly channel: string;
  readonly receivedAt: string;
}

/** What a worker says of it. */
export type TaskDone =
  | { readonly id: number; readonly tally: Tally }
  | { readonly id: number; readonly error: string; readonly isRetryable: boolean };

const { dataDir } = z.object({ dataDir: z.string() }).parse(workerData);
const ports = { ...(await openInstallation(dataDir)), toParquet: await parquetWriter() };

async function work({ id, portion, channel, receivedAt }: Task): Promise<TaskDone> {
  try {
    return { id, tally: await importPortion(portion, await loadChannel(channel), receivedAt, ports) };
  } catch (error) {
    return { id, error: messageOf(error), isRetryable: isRetryable(error) };
  }
}

parentPort?.on('message', (task: Task | null) => {
  if (task === null) parentPort?.close();
  else void work(task).then((done) => parentPort?.postMessage(done));
});
