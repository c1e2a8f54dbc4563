import { CONTRACTS } from '../../contracts/catalogue.ts';
import { type Rekeyed, rekeyLake } from '../../lambdas/shared/rekey.ts';
import { addPseudonymKey } from '../adapters/key-file.ts';
import { openExisting } from '../installation.ts';
import { formatCount, type Progress } from '../progress.ts';
import { claimRunning } from '../running.ts';
import { build } from './build.ts';

interface Rotation {
  readonly dataDir: string;
  /** Without a new key: goes on with what an earlier rotation left. */
  readonly isFinishing: boolean;
  readonly signal: AbortSignal;
}

/**
 * Adds a pseudonym key and carries every pseudonym in the lake and the vault over to it, then builds all models anew. Queued
 * messages are landed first. Stopped half-way, `--finish` goes on.
 * @throws {UsageError} while "echolake start" serves the folder: it would go on with the keys it has read.
 */
export async function rotateKey({ dataDir, isFinishing, signal: asked }: Rotation, progress: Progress): Promise<Rekeyed> {
  const installation = await openExisting(dataDir);
  const lost = new AbortController();
  const release = await claimRunning(installation.dataDir, (error) => lost.abort(error));
  const signal = AbortSignal.any([asked, lost.signal]);
  try {
    if (!isFinishing) {
      const { pseudonymKeys } = await addPseudonymKey(installation.dataDir);
      progress.done(`pseudonyms are made with ${pseudonymKeys.length} keys from now on`);
    }
    await build({ dataDir, select: [], full: false, signal }, progress); // lands what is queued under the keys of before
    const { store, secrets, vault } = await openExisting(dataDir);
    const done = await rekeyLake(CONTRACTS, { store, vault, secrets }, (key) => {
      signal.throwIfAborted();
      progress.update(`carrying over ${key}`);
    });
    progress.done(
      `${formatCount(done.rewrittenCount)} of ${formatCount(done.fileCount)} files and ${formatCount(done.vaultRowCount)} rows of the vault carried over`,
    );
    if (done.rewrittenCount > 0) await build({ dataDir, select: [], full: true, signal }, progress);
    return done;
  } finally {
    await release();
  }
}
