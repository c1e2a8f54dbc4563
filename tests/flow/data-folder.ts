import { copyFile, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { z } from 'zod';
import { build } from '../../local/commands/build.ts';
import { importFiles } from '../../local/commands/import.ts';
import { lakeDir } from '../../local/installation.ts';
import type { Progress } from '../../local/progress.ts';
import type { ImportReport } from '../../lambdas/import/import-drop.ts';
import type { BuildRecord } from '../../warehouse/build.ts';
import { openPublished } from '../../warehouse/engines/duckdb/serving.ts';

/** What a command says while it works, kept for a test to look at. */
export interface Said extends Progress {
  readonly lines: string[];
}

export function listening(): Said {
  const lines: string[] = [];
  return {
    lines,
    update: () => undefined,
    done: (text) => void lines.push(text),
    warn: (text) => void lines.push(`! ${text}`),
    clear: () => undefined,
  };
}

const LONG_AGO = new Date('2026-01-01T00:00:00Z');

export type Relation = readonly Readonly<Record<string, unknown>>[];

/** A data folder of its own, with the commands that a person would call on it. */
export interface DataFolder {
  /** Parent of the data folder, for files to import. */
  readonly root: string;
  readonly dataDir: string;
  /** Writes a file below {@link root}, as of long ago. Its path. */
  file(name: string, content: string | Uint8Array): Promise<string>;
  import(channel: string, ...paths: string[]): Promise<ImportReport[]>;
  build(): Promise<BuildRecord>;
  query(sql: string): Promise<Relation>;
  /** Event and record of every row in the lake, with its doubles. */
  landedIds(): Promise<string[]>;
  /** Every published relation but those {@link OF_ARRIVAL}, whole, rows in a fixed order, without `received_at`: when it was imported is no fact of it. */
  relations(): Promise<Record<string, Relation>>;
  remove(): Promise<void>;
}

/** `keysOf` takes another folder's keys, so that both make the same pseudonyms and digests. */
export async function dataFolder(keysOf?: DataFolder): Promise<DataFolder> {
  const root = await mkdtemp(join(tmpdir(), 'echolake-flow-'));
  const dataDir = join(root, 'data');
  if (keysOf !== undefined) {
    await mkdir(dataDir);
    await copyFile(join(keysOf.dataDir, 'keys.json'), join(dataDir, 'keys.json'));
  }
  return {
    root,
    dataDir,
    async file(name, content) {
      const path = join(root, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
      await utimes(path, LONG_AGO, LONG_AGO); // nobody is still writing it
      return path;
    },
    import: (channel, ...paths) => importFiles(channel, paths, dataDir, listening()),
    build: () => build({ dataDir, select: [], full: false, signal: new AbortController().signal }, listening()),
    query: (sql) => queryPublished(dataDir, sql),
    landedIds: () => landedIds(lakeDir(dataDir)),
    relations: () => publishedRelations(dataDir),
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 20 }),
  };
}

async function landedIds(lake: string): Promise<string[]> {
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  const reader = await connection.runAndReadAll(
    `select event_id || ' ' || record_id as id from read_parquet('${lake}/bronze/*/*/*.parquet', union_by_name = true)`,
  );
  return z
    .array(z.tuple([z.string()]))
    .parse(reader.getRowsJson())
    .map(([id]) => id);
}

async function queryPublished(dataDir: string, sql: string): Promise<Relation> {
  const published = await openPublished(dataDir, { models: sql.match(/\w+/g) ?? [] });
  const connection = await published.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowObjectsJson();
  } finally {
    connection.closeSync();
    published.close();
  }
}

/** Models of how the data came in: when and how often it was sent is what they are about. */
export const OF_ARRIVAL = /^(dq_|stg_refusal$)/;

/** See {@link DataFolder.relations}. */
async function publishedRelations(dataDir: string): Promise<Record<string, Relation>> {
  const published = await openPublished(dataDir);
  const connection = await published.connect();
  try {
    const relations: Record<string, Relation> = {};
    for (const [model, { columns }] of Object.entries(published.manifest.models)) {
      if (OF_ARRIVAL.test(model)) continue;
      const names = columns.filter(({ name }) => name !== 'received_at').map(({ name }) => `"${name}"`);
      const reader = await connection.runAndReadAll(`select ${names.join(', ')} from "${model}" order by all`);
      relations[model] = reader.getRowObjectsJson();
    }
    return relations;
  } finally {
    connection.closeSync();
    published.close();
  }
}
