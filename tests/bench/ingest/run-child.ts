import { spawnSync } from 'node:child_process';
import { z } from 'zod';

const spent = z.object({ cpuSeconds: z.number(), wallSeconds: z.number(), peakMib: z.number(), refused: z.number().nullable() });

/** What one way of importing took, told by its own process as JSON on its last line. */
export type Spent = z.output<typeof spent>;

/** Runs one way in a process of its own, which measures itself from the first byte read to the last one written. */
export function runChild(command: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}): Spent {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}:\n${stderr.slice(-2_000)}`);
  return spent.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
}

/** Measures some work of this process and prints what it took. */
export async function measured(work: () => Promise<{ readonly refused: number | null }>): Promise<void> {
  const began = performance.now();
  const before = process.cpuUsage();
  const { refused } = await work();
  const { user, system } = process.cpuUsage(before);
  const report: Spent = {
    cpuSeconds: (user + system) / 1e6,
    wallSeconds: (performance.now() - began) / 1000,
    peakMib: process.resourceUsage().maxRSS / 1024,
    refused,
  };
  console.log(JSON.stringify(report));
}
