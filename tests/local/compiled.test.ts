import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';

const COMPILED = fileURLToPath(new URL('../../local/bin/compiled.mjs', import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'echolake-compiled-'));
  await writeFile(
    join(folder, 'main.ts'),
    `import { word } from './word.ts';\nconsole.log(word as string, import.meta.url, import.meta.dirname);`,
  );
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What the compiled program prints, and the file that was run. */
function run(): { readonly said: string; readonly file: string } {
  const script = `import { compiled } from '${COMPILED}'; import { pathToFileURL } from 'node:url';
    const file = await compiled(pathToFileURL('${join(folder, 'main.ts')}')); await import(file); console.log(file);`;
  const lines = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }).trim().split('\n');
  return { said: lines[0] ?? '', file: lines[1] ?? '' };
}

it('runs a program as its sources are now, and finds files from where they lie', async () => {
  const [word, main] = [join(folder, 'word.ts'), `file://${join(folder, 'main.ts')}`];
  await writeFile(word, `export const word: string = 'first';`);
  const first = run();
  expect(first.said).toBe(`first ${main} ${folder}`);
  expect(run()).toEqual(first);
  await writeFile(word, `export const word: string = 'second';`);
  await utimes(word, new Date(), new Date(Date.now() + 5_000));
  const second = run();
  expect(second.said).toBe(`second ${main} ${folder}`);
  expect(second.file).not.toBe(first.file);
}, 20_000);
