import { rollbackWarehouse } from '../../warehouse/rollback.ts';
import { openExisting } from '../installation.ts';

/** Publishes an earlier build, by default the one before the published one. Its id. */
export async function rollback(build: string | null, dataDir: string): Promise<string> {
  const { dataDir: folder, clock } = await openExisting(dataDir);
  return (await rollbackWarehouse(folder, build, clock)).build;
}
