import { availableParallelism } from 'node:os';
import { messageOf } from '../contracts/errors.ts';
import { type BuildOptions, buildWarehouse } from '../warehouse/build.ts';

interface BuildLoop extends Pick<BuildOptions, 'dataDir' | 'sqlDir' | 'contracts'> {
  /** Built before everything else, see `echolake build --select`. */
  readonly first: readonly string[];
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

/** A build of everything gives way to what has just landed, unless the one before it began longer ago than this. */
const STALE_MS = 300_000;

/** What a build may hold, so that all that `start` runs stays under 2 GiB; beyond that it uses the disk. One model at a time has it all. */
const MEMORY = '600MB';

/**
 * Builds whenever it is asked to, one build at a time: what comes first, and then everything. A request that comes in the middle of
 * everything ends that build and begins again, so that what comes first never waits for the rest.
 */
export function buildLoop({ first, signal, onPublished, onError, ...warehouse }: BuildLoop): Builder {
  let wanted = false;
  let running: Promise<void> | null = null;
  let giveWay: AbortController | null = null;
  let wholeBegan = performance.now();

  const build = async (select: readonly string[], yielding?: AbortSignal) => {
    try {
      const record = await buildWarehouse({
        ...warehouse,
        select,
        signal: yielding === undefined ? signal : AbortSignal.any([signal, yielding]),
        waitMs: WAIT_MS,
        memoryLimit: MEMORY,
        parallel: 1,
        threads: Math.max(1, availableParallelism() - 1), // one is left to those who answer
        now: () => new Date(),
      });
      if (record.published) onPublished(record.manifest.build);
    } catch (error) {
      if (!signal.aborted && yielding?.aborted !== true) onError(`build: ${messageOf(error)}`);
    }
  };

  const buildAll = async () => {
    const began = performance.now();
    const mayGiveWay = began - wholeBegan < STALE_MS;
    giveWay = mayGiveWay ? new AbortController() : null;
    await build([], giveWay?.signal);
    if (giveWay?.signal.aborted !== true) wholeBegan = began;
    giveWay = null;
  };

  const run = async () => {
    while (wanted && !signal.aborted) {
      wanted = false;
      await build(first);
      if (!signal.aborted && (!wanted || performance.now() - wholeBegan >= STALE_MS)) await buildAll();
    }
    running = null;
  };
  return {
    request: () => {
      wanted = true;
      giveWay?.abort();
      running ??= run();
      return running;
    },
    settled: async () => {
      await running;
    },
  };
}
