import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** How a part of `.ci/run` ends whose data are not there. */
export const SKIPPED = 77;

const PROGRAM = join(import.meta.dirname, '../local/bin/echolake.mjs');

/** What the real command line prints. Throws when it ends with another code than 0. */
export function echolake(...args: readonly string[]): string {
  return execFileSync(process.execPath, [PROGRAM, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 28,
  });
}

/** Rows of a statement over the published models. */
export function query(data: string, sql: string): unknown {
  return JSON.parse(echolake('query', sql, '--data', data, '--format', 'json'));
}
