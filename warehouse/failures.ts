import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ManifestError } from './errors.ts';
import { auditResult, warehouseDir } from './manifest.ts';

const failedAudit = auditResult.extend({ model: z.string() });

const failures = z.strictObject({
  build: z.string(),
  created_at: z.iso.datetime(),
  /** False when the build was stopped by them. */
  is_published: z.boolean(),
  audits: z.array(failedAudit),
});

/** Audits that a build's rows broke, with the first of the rows. */
export type Failures = z.infer<typeof failures>;
export type FailedAudit = z.infer<typeof failedAudit>;

function folderOf(dataDir: string): string {
  return join(warehouseDir(dataDir), 'failures');
}

/** See {@link Place.keepFailures}. */
export async function keepFailures(dataDir: string, { audits, ...found }: Failures, keep: number): Promise<void> {
  const folder = folderOf(dataDir);
  const file = join(folder, `${found.build}.json`);
  if (audits.length === 0) return rm(file, { force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(file, JSON.stringify({ ...found, audits }));
  const names = (await readdir(folder)).toSorted();
  for (const name of names.slice(0, -keep)) await rm(join(folder, name));
}

/**
 * Failures of the last builds that had any, newest first.
 * @throws {ManifestError} when a record of them is damaged.
 */
export async function readFailures(dataDir: string): Promise<Failures[]> {
  const folder = folderOf(dataDir);
  const names = (await readdir(folder).catch(() => [])).toSorted().toReversed();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8');
      try {
        return failures.parse(JSON.parse(text));
      } catch (cause) {
        throw new ManifestError(`${join(folder, name)}: expected failed audits written by \`echolake build\`; delete it`, {
          cause,
        });
      }
    }),
  );
}
