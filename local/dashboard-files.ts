import { access } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Progress } from './progress.ts';

const ROOM = fileURLToPath(new URL('../dashboard', import.meta.url));
const DIST = fileURLToPath(new URL('../dashboard/dist', import.meta.url));

/** The folder of the built dashboard. Built when it is not there: a checkout has none. */
export async function dashboardFiles(progress: Progress): Promise<string> {
  try {
    await access(`${DIST}/index.html`);
  } catch {
    progress.update('building the dashboard');
    const { build } = await import('vite');
    await build({ root: ROOM, configFile: `${ROOM}/vite.config.ts`, logLevel: 'error' });
    progress.done('dashboard built');
  }
  return DIST;
}
