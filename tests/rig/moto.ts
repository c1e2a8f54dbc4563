import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { access } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';

const run = promisify(execFile);

/** AWS's S3, SQS and DynamoDB protocols on loopback. */
const PACKAGES = ['moto[dynamodb,s3,sqs]==5.2.5', 'flask', 'flask-cors'];
let child: ChildProcess | undefined;

const FOLDER = resolve('node_modules/.cache/echolake-rig');

declare module 'vitest' {
  interface ProvidedContext {
    motoUrl: string;
  }
}

/** Starts moto for all rig tests, in a Python environment of its own that is made the first time. */
export async function setup(project: TestProject): Promise<void> {
  const server = join(FOLDER, 'bin', 'moto_server');
  if (!(await exists(server))) await install();
  const port = await freePort();
  child = spawn(server, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  await answering(url);
  project.provide('motoUrl', url);
}

export function teardown(): Promise<void> {
  return new Promise((done) => {
    if (child === undefined || child.exitCode !== null) return done();
    child.once('exit', () => done());
    child.kill();
  });
}

async function install(): Promise<void> {
  try {
    await run('python3', ['-m', 'venv', FOLDER]);
  } catch (cause) {
    throw new Error('the rig needs Python 3 with venv: install it, or run "npm test", which needs Node alone', { cause });
  }
  await run(join(FOLDER, 'bin', 'pip'), ['install', '--quiet', ...PACKAGES]);
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function freePort(): Promise<number> {
  return new Promise((done, reject) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address !== null && typeof address === 'object' ? done(address.port) : reject(new Error('no port'))));
    });
  });
}

async function answering(url: string): Promise<void> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; ) {
    const isUp = await fetch(url).then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await new Promise((next) => setTimeout(next, 100));
  }
  throw new Error(`moto does not answer at ${url}`);
}
