import { setTimeout as sleep } from 'node:timers/promises';
import { EcholakeError } from '../contracts/errors.ts';

const ATTEMPTS = 3;

/** Does a thing again, after a wait that doubles, while it fails with an error that says trying again may help. */
export async function retrying<T>(
  work: () => Promise<T>,
  { waitMs, signal }: { waitMs: number; signal?: AbortSignal | undefined },
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const mayHelp = error instanceof EcholakeError && error.retryable && signal?.aborted !== true;
      if (!mayHelp || attempt === ATTEMPTS) throw error;
      await sleep(waitMs * 2 ** (attempt - 1), undefined, { signal }).catch(() => {
        throw error; // told to stop: what failed is more telling than that
      });
    }
  }
}
