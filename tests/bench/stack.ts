import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { publishedBuild, readManifest } from '../../warehouse/manifest.ts';

const PROGRAM = join(import.meta.dirname, '../../local/bin/echolake.mjs');
const LONGEST_MS = 600_000;
const MEMORY_EVERY_MS = 100;

/** One of the models that no page shows: they are built after all others. */
const LAST_BUILT = 'contact_segment';

const sampleState = z.object({ state: z.string() });

/** `echolake start` as a process of its own, over a fresh data folder. */
export interface Stack {
  readonly url: string;
  readonly dataDir: string;
  /** From the start of the process until the dashboard is served and the API answers with data. */
  readonly secondsToData: number;
  readonly request: (path: string, init?: RequestInit) => Promise<unknown>;
  readonly token: (tier: 'executive' | 'frontline') => Promise<string>;
  /** Waits for the older days of the sample company and the build that publishes everything. */
  readonly whole: () => Promise<void>;
  /** Most that its processes have held in memory together so far, in MiB; null where the system does not tell. */
  readonly peakMib: () => number | null;
  readonly stop: () => Promise<void>;
}

export async function startStack(options: readonly string[]): Promise<Stack> {
  const folder = await mkdtemp(join(tmpdir(), 'echolake-bench-'));
  const dataDir = join(folder, 'data');
  const began = performance.now();
  const child = spawn(process.execPath, [PROGRAM, 'start', '--data', dataDir, '--port', '0', ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const memory = watchMemory(child.pid ?? 0);
  const stop = async () => {
    memory.stop();
    if (child.exitCode === null) {
      child.kill('SIGINT');
      await once(child, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const url = await until(() => {
      if (child.exitCode !== null) throw new Error(`echolake start ended with ${child.exitCode}:\n${said}`);
      return /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
    });
    const request = async (path: string, init?: RequestInit): Promise<unknown> => {
      const answer = await fetch(url + path, init);
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    };
    const token = async (tier: string) => {
      const people = z.array(z.object({ id: z.string(), tier: z.string() })).parse(await request('/sign-in/people'));
      const id = people.find((person) => person.tier === tier)?.id;
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ id }) };
      return z.object({ token: z.string() }).parse(await request('/sign-in', init)).token;
    };
    const page = await fetch(url);
    const executive = await token('executive');
    await until(async () => (page.ok && (await countOf(request, executive, 'executive')) > 0 ? true : undefined));
    const secondsToData = (performance.now() - began) / 1000;
    return {
      url,
      dataDir,
      secondsToData,
      request,
      token,
      stop,
      whole: async () => {
        const state = async () => sampleState.parse(JSON.parse(await readFile(join(dataDir, 'sample.json'), 'utf8'))).state;
        await until(async () => ((await state()) === 'ready' ? true : undefined));
        await until(async () => {
          const { models } = await readManifest(dataDir, (await publishedBuild(dataDir)) ?? '');
          return LAST_BUILT in models ? true : undefined;
        }, 500);
      },
      peakMib: memory.peakMib,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Samples what a process and those it started hold in memory, as the system counts it. */
function watchMemory(pid: number): { readonly peakMib: () => number | null; readonly stop: () => void } {
  let peakKib = 0;
  const timer = setInterval(() => {
    const kib = [pid, ...childrenOf(pid)].map((one) =>
      Number(/^VmRSS:\s+(\d+) kB/m.exec(readOr(`/proc/${one}/status`))?.[1] ?? 0),
    );
    peakKib = Math.max(
      peakKib,
      kib.reduce((sum, each) => sum + each, 0),
    );
  }, MEMORY_EVERY_MS);
  return { peakMib: () => (peakKib === 0 ? null : peakKib / 1024), stop: () => clearInterval(timer) };
}

function childrenOf(pid: number): number[] {
  return readOr(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
}

/** Empty where there is no such file: another system, or a process that has ended. */
function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

const counted = z.object({ data: z.array(z.record(z.string(), z.coerce.number())) });

/** Feedback that the bearer sees, as the API counts it now. */
export async function countOf(request: Stack['request'], token: string, tier: 'executive' | 'frontline'): Promise<number> {
  const member = `${tier}_score.response_count`;
  const query = encodeURIComponent(JSON.stringify({ measures: [member] }));
  const { data } = counted.parse(await request(`/cubejs-api/v1/load?query=${query}`, { headers: { authorization: token } }));
  return data[0]?.[member] ?? 0;
}

/** Asks until there is an answer. */
export async function until<T>(ask: () => T | undefined | Promise<T | undefined>, everyMs = 50): Promise<T> {
  const end = performance.now() + LONGEST_MS;
  while (performance.now() < end) {
    const found = await ask();
    if (found !== undefined) return found;
    await sleep(everyMs);
  }
  throw new Error(`nothing happened in ${LONGEST_MS / 1000} s`);
}
