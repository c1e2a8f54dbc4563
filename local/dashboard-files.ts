import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasCode } from './adapters/durable-file.ts';
import type { Progress } from './progress.ts';

const ROOM = fileURLToPath(new URL('../dashboard', import.meta.url));
const DIST = join(ROOM, 'dist');
/** What the built files are made of. */
const SOURCES = ['src', 'index.html', 'vite.config.ts', '../package-lock.json'].map((name) => join(ROOM, name));

/** The folder of the built dashboard. Built when it is not there, as in a checkout, or when a source file is newer. */
export async function dashboardFiles(progress: Progress): Promise<string> {
  const builtAt = await changedAt(join(DIST, 'index.html'));
  const sources = await Promise.all(SOURCES.map(changedAt));
  if (Math.max(...sources) > builtAt || builtAt === 0) {
    progress.update('building the dashboard');
    await buildDashboard();
    progress.done('dashboard built');
  }
  return DIST;
}

/** Builds for production whatever NODE_ENV says: with another one React is twice the size and slower. */
async function buildDashboard(): Promise<void> {
  const { NODE_ENV } = process.env;
  process.env['NODE_ENV'] = 'production';
  try {
    const { build } = await import('vite');
    await build({ root: ROOM, configFile: join(ROOM, 'vite.config.ts'), logLevel: 'error' });
  } finally {
    if (NODE_ENV === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = NODE_ENV;
  }
}

/** When a file, or the latest of a folder's files and folders, was changed, in ms; 0 when there is none. */
export async function changedAt(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return found.mtimeMs;
    const names = await readdir(path);
    return Math.max(found.mtimeMs, ...(await Promise.all(names.map((name) => changedAt(join(path, name))))));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 0;
    throw error;
  }
}
