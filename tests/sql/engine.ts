import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckdbEngine } from '../../warehouse/engines/duckdb/duckdb-engine.ts';
import type { Engine } from '../../warehouse/engines/engine.ts';

/** A DuckDB engine over nothing, in a folder that goes with it. */
export async function openTestEngine(): Promise<Engine> {
  const root = await mkdtemp(join(tmpdir(), 'engine-'));
  const engine = await openDuckdbEngine({ root, lakeDir: root, spillDir: join(root, 'spill') });
  return {
    ...engine,
    close: () => {
      engine.close();
      void rm(root, { recursive: true, force: true });
    },
  };
}
