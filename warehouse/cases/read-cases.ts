import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { messageOf } from '../../contracts/errors.ts';
import { nearest } from '../../contracts/nearest.ts';
import { ModelError } from '../errors.ts';
import type { Graph } from '../graph.ts';
import { lakeRelation } from '../../contracts/lake.ts';

const cell = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);
const row = z.record(z.string(), cell);

const file = z.strictObject({
  defaults: z.record(z.string(), row).optional(),
  cases: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        given: z.record(z.string(), z.array(row)),
        where: z.string().optional(),
        expect: z.array(row),
      }),
    )
    .min(1),
});

export type CaseCell = z.infer<typeof cell>;
export type CaseRow = Readonly<Record<string, CaseCell>>;

/** What one model must make of some rows. A relation that is not given is empty, and a column that is not named is null. */
export interface ModelCase {
  readonly model: string;
  readonly file: string;
  readonly name: string;
  readonly given: Readonly<Record<string, readonly CaseRow[]>>;
  /** Condition on the model's columns that says which of its rows are expected here; all without one. */
  readonly where?: string | undefined;
  /** All these rows, in any order, in the columns named here. */
  readonly expect: readonly CaseRow[];
}

/**
 * Every `<model>.test.yml` under a folder.
 * @throws {ModelError} naming file and field for a text that is not of this form, a model or relation that is not there.
 */
export async function readCases(sqlDir: string, graph: Graph): Promise<ModelCase[]> {
  const entries = await readdir(sqlDir, { recursive: true, withFileTypes: true });
  const files = entries.flatMap((entry) => (entry.name.endsWith('.test.yml') ? [join(entry.parentPath, entry.name)] : []));
  return (await Promise.all(files.toSorted().map((path) => readFileOfCases(path, graph)))).flat();
}

async function readFileOfCases(path: string, graph: Graph): Promise<ModelCase[]> {
  const model = basename(path, '.test.yml');
  const node = graph.get(model);
  if (node === undefined) throw new ModelError(`${path}: there is no model ${model} beside it`);
  const { defaults = {}, cases } = parseFile(path, await readFile(path, 'utf8'));
  const relations = [...node.inputs, ...node.lake.map(lakeRelation)];
  return cases.map(({ name, given, where, expect }) => {
    for (const relation of [...Object.keys(given), ...Object.keys(defaults)]) {
      if (relations.includes(relation)) continue;
      const near = nearest(relation, relations);
      throw new ModelError(
        `${path}: ${name}: given: ${model} does not read ${relation}${near === undefined ? '' : `; the nearest is ${near}`}`,
      );
    }
    const columns = Object.keys(expect[0] ?? {})
      .toSorted()
      .join();
    if (expect.some((one) => Object.keys(one).toSorted().join() !== columns))
      throw new ModelError(`${path}: ${name}: expect: expected the same columns in every row`);
    const filled = Object.entries(given).map(([relation, rows]) => [
      relation,
      rows.map((one) => ({ ...defaults[relation], ...one })),
    ]);
    return { model, file: path, name, given: Object.fromEntries(filled), where, expect };
  });
}

function parseFile(path: string, text: string): z.infer<typeof file> {
  let value: unknown;
  try {
    value = parse(text);
  } catch (cause) {
    throw new ModelError(`${path}: not YAML: ${messageOf(cause).split('\n')[0]}`, { cause });
  }
  const result = file.safeParse(value);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${issue.path.join('.') || 'whole file'}: ${issue.message}`);
  throw new ModelError(`${path}: ${faults.join('; ')}`);
}
