import { readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run } from '../cache.ts';

/** Oldest Java that Trino 476 runs on. */
const NEEDED = 24;
const HINT = `install a JDK of version ${NEEDED} or newer, and name it in ECHOLAKE_RIG_JAVA_HOME unless it lies beside the default one`;

/** Home of the newest JDK that is new enough: the one named in the environment, or one beside the default. */
export async function findJdk(): Promise<string> {
  const named = process.env['ECHOLAKE_RIG_JAVA_HOME'] ?? process.env['JAVA_HOME'];
  const candidates = [...(named === undefined ? [] : [named]), ...(await besideDefault())];
  const found = await Promise.all(candidates.map(async (home) => ({ home, version: await versionOf(home) })));
  const [best] = found.filter(({ version }) => version >= NEEDED).toSorted((a, b) => b.version - a.version);
  if (best !== undefined) return best.home;
  const seen = found.filter(({ version }) => version > 0).map(({ home, version }) => `${home} (${version})`);
  throw new Error(`the rig needs Java: ${HINT}; found ${seen.join(', ') || 'none'}`);
}

async function besideDefault(): Promise<string[]> {
  const path = (await run('which', ['java'], HINT).catch(() => '')).trim();
  if (path === '') return [];
  const folder = dirname(dirname(dirname(await realpath(path))));
  return (await readdir(folder)).map((name) => join(folder, name));
}

async function versionOf(home: string): Promise<number> {
  const release = await readFile(join(home, 'release'), 'utf8').catch(() => '');
  return Number(/^JAVA_VERSION="(\d+)/m.exec(release)?.[1] ?? 0);
}
