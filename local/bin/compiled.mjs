import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/echolake/', import.meta.url));
const KEPT_MS = 7 * 86_400_000;

/** Packages of which a build loads so many files that their paths and formats cost more than their code. */
const INLINED = /^(zod|yaml|@duckdb\/node-api|proper-lockfile|graceful-fs|retry|signal-exit|fastest-levenshtein)(\/|$)/;

/** Inlined packages in the older module format ask for the machine's modules by this name. */
const REQUIRE = `import { createRequire } from 'node:module'; const require = createRequire(${JSON.stringify(import.meta.url)});`;

/**
 * The URL of a TypeScript program as JavaScript in a few files, with all that it imports of ours, made again when a source has changed: to
 * transform a hundred files one by one on each start takes half a second. Null where the file cannot be kept.
 */
export async function compiled(entry) {
  const path = fileURLToPath(entry);
  const record = join(CACHE, `${createHash('sha256').update(path).digest('hex').slice(0, 12)}.json`);
  try {
    const { file, sources } = JSON.parse(await readFile(record, 'utf8'));
    if (Object.entries(sources).every(([source, changed]) => statSync(source).mtimeMs === changed))
      return pathToFileURL(file).href;
  } catch {
    // Not made yet, or a source is gone: it is made now.
  }
  try {
    return pathToFileURL(await compile(path, record)).href;
  } catch {
    return null;
  }
}

async function compile(entry, record) {
  const { build } = await import('esbuild');
  const makers = ['./compiled.mjs', '../../package.json'].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const changedAt = new Map(makers.map((path) => [path, statSync(path).mtimeMs]));
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    splitting: true, // what a command imports when it is called is not loaded before
    write: false,
    metafile: true,
    outdir: CACHE,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    outExtension: { '.js': '.mjs' },
    platform: 'node',
    format: 'esm',
    target: 'node20',
    banner: { js: REQUIRE },
    logLevel: 'silent',
    plugins: [
      {
        name: 'sources',
        setup: (bundler) => {
          bundler.onResolve({ filter: /^[^./]/ }, ({ path }) => (INLINED.test(path) ? null : { path, external: true }));
          bundler.onLoad({ filter: /\.(ts|json)$/ }, (args) => readSource(args, changedAt));
        },
      },
    ],
  });
  await mkdir(CACHE, { recursive: true });
  await removeOutdated();
  for (const { path, contents } of outputFiles) await replaceFile(path, contents);
  const [file] = Object.entries(metafile.outputs).find(
    ([, { entryPoint }]) => entryPoint !== undefined && resolve(entryPoint) === entry,
  );
  await replaceFile(record, JSON.stringify({ file: resolve(file), sources: Object.fromEntries(changedAt) }));
  return resolve(file);
}

/** A command that runs may still load a part of itself, so files stay for some days. */
async function removeOutdated() {
  for (const name of await readdir(CACHE)) {
    const path = join(CACHE, name);
    if (Date.now() - statSync(path).mtimeMs > KEPT_MS) await rm(path, { force: true });
  }
}

/** Files beside a source are found from where the source lies, not from where its JavaScript does. */
async function readSource({ path }, changedAt) {
  changedAt.set(path, statSync(path).mtimeMs);
  const text = await readFile(path, 'utf8');
  if (path.endsWith('.json')) return { contents: text, loader: 'json' };
  const contents = text
    .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
    .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)));
  return { contents, loader: 'ts' };
}

async function replaceFile(path, contents) {
  await writeFile(`${path}.${process.pid}.tmp`, contents);
  await rename(`${path}.${process.pid}.tmp`, path);
}
