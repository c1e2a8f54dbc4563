import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { messageOf } from '../contracts/errors.ts';
import { digestOf } from './digest.ts';
import { ModelError } from './errors.ts';
import type { OutputType, Program } from './program.ts';

const exported = z.object({
  model: z.custom<Program>((value) => typeof value === 'object' && value !== null && 'reads' in value && 'columns' in value),
});

const OUTPUT_TYPES = ['varchar', 'bigint', 'double', 'boolean', 'timestamp', 'date', 'decimal(18,2)'] satisfies OutputType[];
const outputColumns = z.record(z.string(), z.enum(OUTPUT_TYPES, `expected one of ${OUTPUT_TYPES.join(', ')}`));

/** @throws {ModelError} when the file cannot be loaded or exports no `model` made by `defineProgram`. */
export async function loadProgram(file: string): Promise<Program> {
  let module: unknown;
  try {
    module = await import(`${pathToFileURL(resolve(file)).href}?${await digestOfProgram(file)}`);
  } catch (cause) {
    throw new ModelError(`${file}: cannot be loaded: ${messageOf(cause)}`, { cause });
  }
  const parsed = exported.safeParse(module);
  if (!parsed.success) throw new ModelError(`${file}: expected export const model = defineProgram({ … })`);
  const columns = outputColumns.safeParse(parsed.data.model.columns);
  const [issue] = columns.error?.issues ?? [];
  if (issue !== undefined) throw new ModelError(`${file}: columns.${issue.path.join('.')}: ${issue.message}`);
  return parsed.data.model;
}

/** Digest of a program's text and of all that it imports from beside it. */
export async function digestOfProgram(file: string): Promise<string> {
  const texts = new Map<string, string>();
  const visit = async (path: string): Promise<void> => {
    if (texts.has(path)) return;
    const text = await readFile(path, 'utf8').catch(() => '');
    texts.set(path, text);
    for (const [, other = ''] of text.matchAll(/\bfrom\s+'(\.[^']+)'/g)) await visit(resolve(dirname(path), other));
  };
  await visit(resolve(file));
  return digestOf([...texts.values()].join('\n'));
}
