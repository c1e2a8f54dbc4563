import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/** The model files with the configured minimum n written in. Read once: a running server's model does not change. */
export interface Model {
  readonly localPath: () => string;
  readonly dataSchemaFiles: () => Promise<{ fileName: string; content: string }[]>;
  /** Relations that its cubes read. */
  readonly tables: readonly string[];
  /** Members of cubes by which policies narrow rows, as `cube.member`: Cube adds filters on them to a query, whoever asks. */
  readonly rowScope: ReadonlySet<string>;
}

/** Of a file of cubes what is asked here; of views nothing. */
const cubesFile = z.object({
  cubes: z
    .array(
      z.object({
        name: z.string(),
        extends: z.string().optional(),
        sql_table: z.string().optional(),
        access_policy: z
          .array(z.object({ row_level: z.object({ filters: z.array(z.object({ member: z.string() })).default([]) }) }))
          .default([]),
      }),
    )
    .default([]),
});

/** Every `:minimum_n` in a measure's SQL becomes the number. @throws {TypeError} unless it is a whole number of at least 1. */
export function readModel(directory: string, minimumN: number): Model {
  if (!Number.isInteger(minimumN) || minimumN < 1)
    throw new TypeError(`minimum n: expected a whole number from 1, got ${minimumN}`);
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yml'));
  const files = names.toSorted().map((fileName) => ({
    fileName,
    content: readFileSync(join(directory, fileName), 'utf8').replaceAll(':minimum_n', String(minimumN)),
  }));
  const cubes = new Map(files.flatMap(({ content }) => cubesFile.parse(parse(content)).cubes).map((cube) => [cube.name, cube]));
  const scopeOf = (name: string | undefined): string[] => {
    const cube = cubes.get(name ?? '');
    if (cube === undefined) return [];
    const own = cube.access_policy.flatMap((policy) => policy.row_level.filters.map(({ member }) => member));
    return [...own, ...scopeOf(cube.extends)];
  };
  return {
    localPath: () => directory,
    dataSchemaFiles: async () => structuredClone(files),
    tables: [...new Set([...cubes.values()].flatMap(({ sql_table: table }) => table ?? []))],
    rowScope: new Set([...cubes.keys()].flatMap((name) => scopeOf(name).map((member) => `${name}.${member}`))),
  };
}
