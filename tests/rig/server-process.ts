import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a server may take to end by itself. */
const STOP_MS = 30_000;
const LOG_LINES = 30;

export interface ServerOptions {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** File that takes what the server prints. */
  readonly log: string;
  readonly isReady: () => Promise<boolean>;
  readonly waitMs: number;
}

export interface RunningServer {
  stop(): Promise<void>;
}

/** Starts a server of ours and waits until it is ready. @throws {Error} with the end of its log when it is not. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { name, program, args, cwd, log, isReady, waitMs } = options;
  const output = openSync(log, 'w');
  const child = spawn(program, args, { cwd, stdio: ['ignore', output, output] });
  const failures: Error[] = [];
  child.once('error', (error) => failures.push(error));
  const leftBehind = () => child.kill('SIGKILL');
  process.once('exit', leftBehind);
  const stop = async () => {
    process.off('exit', leftBehind);
    await stopped(child);
  };
  for (const deadline = Date.now() + waitMs; Date.now() < deadline && child.exitCode === null && failures.length === 0; ) {
    if (await isReady()) return { stop };
    await sleep(100);
  }
  await stop();
  const tail = readFileSync(log, 'utf8').split('\n').slice(-LOG_LINES).join('\n');
  throw new Error(`${name} did not start${failures.map(({ message }) => `: ${message}`).join('')}; the end of ${log}:\n${tail}`);
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  child.kill();
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await ended;
  clearTimeout(late);
}

export function freePort(): Promise<number> {
  return new Promise((done, reject) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address !== null && typeof address === 'object' ? done(address.port) : reject(new Error('no port'))));
    });
  });
}
