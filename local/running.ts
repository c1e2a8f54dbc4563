import lockfile from 'proper-lockfile';
import { join } from 'node:path';
import { UsageError } from '../contracts/errors.ts';
import { hasCode } from './adapters/durable-file.ts';

/** A run that was killed is taken for gone after this long without a sign of life. */
const STALE_MS = 5_000;

/**
 * Marks a data folder as served by this process, so that a second `start` does not read the same queue.
 * `onCompromised` is told when the mark was lost, be it that the folder was removed or that the machine slept.
 * @throws {UsageError} while another one serves it.
 */
export async function claimRunning(dataDir: string, onCompromised: (error: Error) => void): Promise<() => Promise<void>> {
  try {
    return await lockfile.lock(dataDir, {
      lockfilePath: join(dataDir, 'running.lock'),
      stale: STALE_MS,
      update: STALE_MS / 4,
      onCompromised,
    });
  } catch (error) {
    if (!hasCode(error, 'ELOCKED')) throw error;
    throw new UsageError(
      `${dataDir} is served by another "echolake start": stop that one, or choose another folder with --data. If it was killed, try again in ${STALE_MS / 1000} s`,
      { cause: error },
    );
  }
}
