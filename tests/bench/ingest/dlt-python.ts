import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Releases compared with. */
const PACKAGES = ['dlt[parquet]==1.31.0', 'pydantic>=2,<3', 'orjson>=3,<4'];

/** A Python with dlt, installed once into the user's cache; null where that does not work. */
export function dltPython(): string | null {
  const folder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'echolake', 'dlt-bench');
  const python = join(folder, 'bin', 'python');
  const run = (command: string, args: readonly string[]) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;
  if (existsSync(python) && run(python, ['-c', 'import dlt, pydantic, orjson, pyarrow'])) return python;
  if (!run('python3', ['-m', 'venv', folder])) return null;
  return run(python, ['-m', 'pip', 'install', '--quiet', ...PACKAGES]) ? python : null;
}
