import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Progress } from './progress.ts';
import { optionsSchema, type SampleOptions } from './sample/options.ts';

/** What the process is told: its data folder, and what of the sample company is still to be made. */
export const backgroundTask = z.object({ dataDir: z.string(), older: optionsSchema.nullable() });

/** What it says, in the words of {@link Progress}. */
export const said = z.object({ kind: z.enum(['update', 'done', 'warn', 'clear']), text: z.string() });

/** Pause before a process that ended by itself is started again. */
const RESTART_MS = 1_000;

/**
 * Lands and builds in a process of its own, which yields the processor to the one that answers people and vendors. What ends it
 * by accident ends no request, and it is started again. Resolves to what stops it after the work in hand.
 */
export function startBackground(
  dataDir: string,
  older: SampleOptions | null,
  progress: Progress,
): { readonly stop: () => Promise<void> } {
  const stopping = new AbortController();
  let child: ChildProcess | undefined;
  const runOnce = () =>
    new Promise<string>((resolve) => {
      const task: z.input<typeof backgroundTask> = { dataDir, older };
      child = fork(fileURLToPath(new URL('./bin/background.mjs', import.meta.url)), [JSON.stringify(task)], { execArgv: [] });
      child.on('message', (message) => {
        const { kind, text } = said.parse(message);
        progress[kind](text);
      });
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(`it ended with ${signal ?? `code ${code}`}`));
    });
  const run = async () => {
    while (!stopping.signal.aborted) {
      const reason = await runOnce();
      if (stopping.signal.aborted) return;
      progress.warn(`landing and building stopped (${reason}); starting them again`);
      await sleep(RESTART_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      if (child?.connected === true) child.disconnect();
      await running;
    },
  };
}
