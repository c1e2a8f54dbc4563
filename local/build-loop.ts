import { availableParallelism } from 'node:os';
import { CONTRACTS } from '../contracts/catalogue.ts';
import { messageOf } from '../contracts/errors.ts';
import { buildWarehouse } from '../warehouse/build.ts';

interface BuildLoop {
  readonly dataDir: string;
  readonly sqlDir: string;
  readonly signal: AbortSignal;
  readonly onPublished: (build: string) => void;
  readonly onError: (message: string) => void;
}

interface Builder {
  /** Asks for a build. Resolves once no build is wanted any more. */
  readonly request: () => Promise<void>;
  /** Resolves when no build runs. */
  readonly settled: () => Promise<void>;
}

/** How long a build waits for one that was started by hand. */
const WAIT_MS = 60_000;

/** Builds whenever it is asked to, one build at a time: what is asked while one runs is one build after it. */
export function buildLoop({ dataDir, sqlDir, signal, onPublished, onError }: BuildLoop): Builder {
  let wanted = false;
  let running: Promise<void> | null = null;
  const run = async () => {
    while (wanted && !signal.aborted) {
      wanted = false;
      try {
        const record = await buildWarehouse({
          dataDir,
          sqlDir,
          contracts: CONTRACTS,
          signal,
          waitMs: WAIT_MS,
          threads: Math.max(1, availableParallelism() - 1), // one is left to those who answer
          now: () => new Date(),
        });
        if (record.published) onPublished(record.manifest.build);
      } catch (error) {
        if (!signal.aborted) onError(`build: ${messageOf(error)}`);
      }
    }
    running = null;
  };
  return {
    request: () => {
      wanted = true;
      running ??= run();
      return running;
    },
    settled: async () => {
      await running;
    },
  };
}
