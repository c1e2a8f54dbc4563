import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The model files with the configured minimum n written in. Read once: a running server's model does not change. */
export interface Model {
  readonly localPath: () => string;
  readonly dataSchemaFiles: () => Promise<{ fileName: string; content: string }[]>;
  /** Relations that its cubes read. */
  readonly tables: readonly string[];
}

/** Every `:minimum_n` in a measure's SQL becomes the number. @throws {TypeError} unless it is a whole number of at least 1. */
export function readModel(directory: string, minimumN: number): Model {
  if (!Number.isInteger(minimumN) || minimumN < 1)
    throw new TypeError(`minimum n: expected a whole number from 1, got ${minimumN}`);
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yml'));
  const files = names.toSorted().map((fileName) => ({
    fileName,
    content: readFileSync(join(directory, fileName), 'utf8').replaceAll(':minimum_n', String(minimumN)),
  }));
  const tables = files.flatMap(({ content }) => [...content.matchAll(/^ *sql_table: (\w+)$/gm)].map(([, table]) => table ?? ''));
  return { localPath: () => directory, dataSchemaFiles: async () => structuredClone(files), tables: [...new Set(tables)] };
}
