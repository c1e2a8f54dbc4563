import { cpSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { UsageError } from '../contracts/errors.ts';

/** Package that holds DuckDB for the machine a function runs on: Lambda's x86_64, which is glibc. */
const BINDING = '@duckdb/node-bindings-linux-x64';

const packageSchema = z.object({ version: z.string() });

/**
 * Copies DuckDB, as installed here, into `node_modules` of a bundled function. Beside the bundle and not in a layer,
 * because Node resolves an `import` from the folders above the importing file, never from NODE_PATH.
 * @throws {UsageError} when the binding is not installed, or not in the release that its own JavaScript asks for.
 */
export function packDuckdb(bundle: string, installedNear: string = import.meta.dirname): void {
  const api = packageFolder('@duckdb/node-api', installedNear);
  const bindings = packageFolder('@duckdb/node-bindings', api);
  const native = packageFolder(BINDING, bindings);
  const wanted = versionOf(bindings);
  if (versionOf(native) !== wanted) {
    throw new UsageError(`${BINDING}: expected release ${wanted} as ${bindings} is, found ${versionOf(native)}`);
  }
  for (const [name, from] of [
    ['@duckdb/node-api', api],
    ['@duckdb/node-bindings', bindings],
    [BINDING, native],
    ['detect-libc', packageFolder('detect-libc', bindings)],
  ] as const) {
    cpSync(from, join(bundle, 'node_modules', name), {
      recursive: true,
      dereference: true,
      filter: (source) => !/\.(d\.ts|map|md)$/.test(source),
    });
  }
}

/** Folder of a package as `from` would find it. */
function packageFolder(name: string, from: string): string {
  try {
    return dirname(createRequire(join(from, 'index.js')).resolve(`${name}/package.json`));
  } catch (cause) {
    const hint = name === BINDING ? '; npm does so on Linux x64 only: synthesise there, for instance in CI' : '';
    throw new UsageError(`expected ${name} to be installed${hint}`, { cause });
  }
}

function versionOf(folder: string): string {
  return packageSchema.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).version;
}

const [, script, bundle] = process.argv;
if (script === fileURLToPath(import.meta.url) && bundle !== undefined) packDuckdb(bundle);
