import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { changedAt } from '../../local/dashboard-files.ts';

const at = (time: string) => new Date(`2026-11-05T${time}Z`);
let folder: string;

async function put(path: string, time: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), 'x');
  await utimes(join(folder, path), at(time), at(time));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'echolake-dashboard-'));
  await put('src/main.tsx', '10:00:00');
  await put('src/charts/plot.tsx', '12:00:00');
  for (const name of ['src/charts', 'src']) await utimes(join(folder, name), at('09:00:00'), at('09:00:00'));
});

afterAll(async () => rm(folder, { recursive: true }));

it('takes a folder for as new as the newest file in it, however deep', async () => {
  expect(await changedAt(join(folder, 'src'))).toBe(at('12:00:00').getTime());
});

it('notices a file that was taken out', async () => {
  await rm(join(folder, 'src/main.tsx'));
  expect(await changedAt(join(folder, 'src'))).toBeGreaterThan(at('12:00:00').getTime());
});

it('is 0 for what is not there', async () => {
  expect(await changedAt(join(folder, 'dist/index.html'))).toBe(0);
});
