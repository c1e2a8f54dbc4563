import { randomUUID } from 'node:crypto';
import { open, readdir, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { messageOf } from '../contracts/errors.ts';
import type { Part } from './engines/engine.ts';
import { ManifestError } from './errors.ts';
import { digestOf } from './digest.ts';

const part = z.strictObject({
  key: z.string(),
  files: z.array(z.string()),
  rows: z.int().min(0),
  since: z.string().default(''),
});

export const auditResult = z.strictObject({
  audit: z.string(),
  severity: z.enum(['stop', 'warn']),
  failing: z.int().min(0),
  rows: z.array(z.record(z.string(), z.unknown())),
});

const modelEntry = z.strictObject({
  fingerprint: z.strictObject({ sql: z.string(), yml: z.string(), contract: z.string(), engine: z.string() }),
  columns: z.array(z.strictObject({ name: z.string(), type: z.string() })),
  rows: z.int().min(0),
  partition: z.string().nullable().default(null),
  parts: z.array(part),
  /** Parts that lie in files of `parts` and no longer count. */
  superseded: z.array(part).default([]),
  /** Digest of `parts` of each model it read. */
  inputs: z.record(z.string(), z.string()),
  /** Lake keys it has taken in, by table. */
  consumed: z.record(z.string(), z.array(z.string())),
});

export const manifestSchema = z.strictObject({
  build: z.string().regex(/^b\d{6,}$/),
  /** The build it started from. */
  previous: z.string().nullable(),
  created_at: z.iso.datetime(),
  models: z.record(z.string(), modelEntry),
  results: z.record(
    z.string(),
    z.strictObject({
      mode: z.enum(['full', 'incremental', 'reused']),
      reasons: z.array(z.string()),
      ms: z.number(),
      audits: z.array(auditResult),
    }),
  ),
});

/** What one build published: every model's parts, and what this build did for them. */
export type Manifest = z.infer<typeof manifestSchema>;
export type ModelEntry = z.infer<typeof modelEntry>;
export type AuditResult = z.infer<typeof auditResult>;
export type Mode = 'full' | 'incremental' | 'reused';

const pointer = z.strictObject({ build: z.string() });

export function warehouseDir(dataDir: string): string {
  return join(dataDir, 'warehouse');
}

export function buildsDir(dataDir: string): string {
  return join(warehouseDir(dataDir), 'builds');
}

function pointerFile(dataDir: string): string {
  return join(warehouseDir(dataDir), 'published.json');
}

/** Name by which the rows of a set of parts are told from those of another set, wherever they lie. */
export function partsDigest(parts: readonly Part[]): string {
  return digestOf(
    parts
      .map(({ key, since }) => `${key} ${since}\n`)
      .toSorted((a, b) => (a < b ? -1 : 1))
      .join(''),
  );
}

async function readJson<T>(file: string, schema: z.ZodType<T>, remedy: string): Promise<T | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new ManifestError(`${file}: cannot be read: ${messageOf(error)}`, { cause: error });
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new ManifestError(`${file}: expected a record written by \`echolake build\`; ${remedy}`, { cause });
  }
}

/** Writes a file so that it is there whole or not at all, also after the machine lost power. */
async function writeDurably(file: string, value: unknown): Promise<void> {
  const temporary = `${file}.${randomUUID()}.tmp`;
  const handle = await open(temporary, 'w');
  try {
    await handle.writeFile(`${JSON.stringify(value)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
  await syncPath(dirname(file));
}

/** Flushes a file or a folder's list of names to the disk. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Id of the published build, or null before the first. */
export async function publishedBuild(dataDir: string): Promise<string | null> {
  return (await readJson(pointerFile(dataDir), pointer, 'publish a kept build with `echolake rollback BUILD`'))?.build ?? null;
}

/** @throws {ManifestError} when there is no such build. */
export async function readManifest(dataDir: string, build: string): Promise<Manifest> {
  const found = await readJson(join(buildsDir(dataDir), `${build}.json`), manifestSchema, 'delete it');
  if (found === null) {
    const kept = (await listBuilds(dataDir)).join(', ') || 'none';
    throw new ManifestError(
      `build ${build}: its record is gone from ${buildsDir(dataDir)}; publish another with \`echolake rollback BUILD\` (kept: ${kept})`,
    );
  }
  return found;
}

/** Ids of all kept builds, oldest first. */
export async function listBuilds(dataDir: string): Promise<string[]> {
  const names = await readdir(buildsDir(dataDir)).catch(() => []);
  return names
    .flatMap((name) => /^(b\d{6,})\.json$/.exec(name)?.[1] ?? [])
    .toSorted((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
}

export async function writeManifest(dataDir: string, record: Manifest): Promise<void> {
  await writeDurably(join(buildsDir(dataDir), `${record.build}.json`), record);
}

/** From here on readers see this build. */
export async function movePointer(dataDir: string, build: string): Promise<void> {
  await writeDurably(pointerFile(dataDir), { build });
}
