import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { lastBuild, modelDocs } from '../model-docs.ts';
import type { Progress } from '../progress.ts';
import { SQL_DIR } from './build.ts';

/** Writes a page for each model, with the rows of the published build where there is one. */
export async function docs(dataDir: string, out: string, progress: Progress): Promise<void> {
  const hasData = await stat(resolve(dataDir)).then(
    () => true,
    () => false,
  );
  const pages = await modelDocs(SQL_DIR, hasData ? await lastBuild(resolve(dataDir)) : null);
  await mkdir(out, { recursive: true });
  for (const [name, text] of pages) await writeFile(join(out, name), text);
  progress.done(`${pages.size} pages in ${join(out, 'index.html')}`);
}
