import { expect, test, vi } from 'vitest';
import { buildLoop } from '../../local/build-loop.ts';
import { readManifest } from '../../warehouse/manifest.ts';
import { makeHouse, sale } from '../warehouse/house.ts';

const YML = 'about: A count.\ngrain: one row\nkey: [n]\ncolumns: { n: { about: Count. } }\n';

/** Takes far longer than the build of a count and the pause between two looks at it. */
const SLOW = `select count(*) + sum(a.n * b.n) as n
from stg_sale, unnest(sequence(1, 10000)) as a (n), unnest(sequence(1, 10000)) as b (n), unnest(sequence(1, 30)) as c (n)`;

test('what comes first is built first, and a build of everything gives way to what has just landed', async () => {
  const house = await makeHouse();
  const stopping = new AbortController();
  try {
    await house.model('staging/stg_sale', 'select count(*) as n from lake_sale', YML);
    await house.model('marts/shop/rest', SLOW, YML);
    await house.landSales('one', [{ event: 'e1', version: 1, day: '2026-11-01', store: 'S1', cents: 100 }]);
    const published: string[] = [];
    const errors: string[] = [];
    const publishes = (count: number) =>
      vi.waitFor(() => expect(published).toHaveLength(count), { timeout: 20_000, interval: 20 });
    const builder = buildLoop({
      dataDir: house.dataDir,
      sqlDir: house.sqlDir,
      contracts: [sale],
      first: ['stg_sale'],
      signal: stopping.signal,
      onPublished: (build) => published.push(build),
      onError: (message) => errors.push(message),
    });
    void builder.request();
    await publishes(1);
    await house.landSales('two', [{ event: 'e2', version: 1, day: '2026-11-02', store: 'S1', cents: 100 }]);
    void builder.request();
    await publishes(2);
    expect(await house.query('select n from stg_sale')).toEqual([{ n: '2' }]);
    const records = await Promise.all(published.map((build) => readManifest(house.dataDir, build)));
    expect(records.map(({ models }) => Object.keys(models))).toEqual([['stg_sale'], ['stg_sale']]);
    stopping.abort();
    await builder.settled();
    expect(errors).toEqual([]);
  } finally {
    stopping.abort();
    await house.remove();
  }
});

test('everything is built once nothing more lands', async () => {
  const house = await makeHouse();
  try {
    await house.model('staging/stg_sale', 'select count(*) as n from lake_sale', YML);
    await house.model('marts/shop/rest', 'select n + 1 as n from stg_sale', YML);
    await house.landSales('one', [{ event: 'e1', version: 1, day: '2026-11-01', store: 'S1', cents: 100 }]);
    const published: string[] = [];
    const { signal } = new AbortController();
    const loop = { dataDir: house.dataDir, sqlDir: house.sqlDir, contracts: [sale], first: ['stg_sale'], signal };
    await buildLoop({ ...loop, onPublished: (build) => published.push(build), onError: expect.unreachable }).request();
    expect(published).toHaveLength(2);
    expect(await house.query('select n from rest')).toEqual([{ n: '2' }]);
  } finally {
    await house.remove();
  }
});
