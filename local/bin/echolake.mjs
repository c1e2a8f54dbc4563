#!/usr/bin/env node
import { readdir } from 'node:fs/promises';
import { compiled } from './compiled.mjs';

/** Commands that import no file by a path which is known only then, such as a channel's; but for models in TypeScript. */
const COMPILED = new Set(['build', 'query', 'status', 'rollback', 'audits']);

const program = new URL('../cli.ts', import.meta.url);
const models = await readdir(new URL('../../sql/', import.meta.url), { recursive: true });
const file = COMPILED.has(process.argv[2]) ? await compiled(program) : null;
if (file === null || models.some((name) => name.endsWith('.ts'))) {
  const { register } = await import('tsx/esm/api');
  register();
}
await import(file ?? program.href);
