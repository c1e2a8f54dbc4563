import { once } from 'node:events';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { signToken } from '../../cube/token.ts';
import { SQL_DIR } from '../../local/commands/build.ts';
import { docs } from '../../local/commands/docs.ts';
import { docsRouter } from '../../local/model-docs.ts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DataFolder, dataFolder, listening } from '../flow/data-folder.ts';
import { ORG_LINES } from '../flow/survey-calls.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const tokenKey = 'k'.repeat(32);
let folder: DataFolder;
let url: string;
let close: () => void;
beforeAll(async () => {
  folder = await dataFolder();
  await folder.import('org', await folder.file('org.ndjson', ORG_LINES));
  await folder.build();
  const app = express().use('/docs', docsRouter({ dataDir: folder.dataDir, sqlDir: SQL_DIR, tokenKey }));
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  close = () => server.close();
});
afterAll(async () => {
  close();
  await folder.remove();
});

describe('/docs', () => {
  it('shows what the models say to everybody', async () => {
    const index = await fetch(`${url}/docs`);
    expect([index.url, index.status]).toEqual([`${url}/docs/`, 200]);
    expect(await index.text()).toContain('href="store.html"');
    const page = await fetch(`${url}/docs/store.html`);
    expect(await page.text()).toContain('<h1>store</h1>');
    expect((await fetch(`${url}/docs/nothing.html`)).status).toBe(404);
  });

  it('shows the rows of the last build to who is signed in', async () => {
    const ask = (authorization?: string) =>
      fetch(`${url}/docs/last-build.json`, authorization === undefined ? {} : { headers: { authorization } });
    expect((await ask()).status).toBe(401);
    expect((await ask('nonsense')).status).toBe(401);
    const token = await signToken({ tier: 'analyst', unit: 'company' }, tokenKey, new Date(), 60);
    const answer = await ask(token);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ build: 'b000001', models: { store: { mode: 'full' } } });
  });
});

it('the pages are written with the last build in them', async () => {
  const said = listening();
  const out = join(folder.root, 'docs');
  await docs(folder.dataDir, out, said);
  expect(said.lines[0]).toMatch(/^\d+ pages in .*index\.html$/);
  expect(await readFile(join(out, 'store.html'), 'utf8')).toMatch(/Build b000001 of .*: \d+ rows, built in/);
});
