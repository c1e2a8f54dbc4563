import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { planWarehouse } from '../../warehouse/build.ts';
import { publishedBuild, warehouseDir } from '../../warehouse/manifest.ts';
import { addModels, type House, makeHouse, NOW, sale, shop } from './house.ts';

vi.setConfig({ testTimeout: 90_000 });

let house: House;
beforeEach(async () => {
  house = await makeHouse();
  await addModels(house);
});
afterEach(() => house.remove());

const one = (event: string) => [{ event, version: 1, day: '2026-11-01', store: 'S1', cents: 1 }];
const LARGE = 'select n as x, md5(to_utf8(cast(n as varchar))) as y from unnest(sequence(1, 500000)) as s (n)';
const YML = 'about: x\ngrain: one\nkey: [x]\ncolumns: { x: { about: x }, y: { about: x } }';

/** New files of a build that is gone. */
async function filesOf(model: string): Promise<string[]> {
  return readdir(join(warehouseDir(house.dataDir), 'parts', model)).catch(() => []);
}

/** Runs a build in a process that may write files of so many KiB only, as on a disk that is full. */
async function buildWithFilesUpTo(kib: number): Promise<string> {
  const child = join(import.meta.dirname, 'build-child.ts');
  const survive = `data:text/javascript,process.on('SIGXFSZ',()=>{})`; // the write then fails, in place of the process
  const command = `ulimit -f ${kib}; exec "$@"`;
  const node = [process.execPath, '--import', survive, '--import', 'tsx', child, house.dataDir, house.sqlDir];
  const running = spawn('bash', ['-c', command, 'bash', ...node], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  running.stderr.on('data', (bytes: Buffer) => {
    said += bytes.toString();
  });
  await once(running, 'close');
  return said;
}

describe('a build that runs out of something publishes nothing, cleans up and says what to do', () => {
  it('disk', async () => {
    await house.landSales('f1', one('a'));
    await house.build();
    await house.model('marts/large', LARGE, YML);
    expect(await buildWithFilesUpTo(256)).toMatch(
      /BuildError: .*marts\/large\.sql: the disk is full: free some space in the data folder and build again \(.*File too large/,
    );
    expect(await publishedBuild(house.dataDir)).toBe('b000001');
    expect(await filesOf('large')).toEqual([]);
    expect((await house.build()).published).toBe(true);
  });

  it('memory', async () => {
    await house.landSales('f1', one('a'));
    await house.build();
    const kept = `with numbers as (${LARGE})\nselect min(x) as x, array_join(array_agg(y order by x), ',') as y from numbers`;
    await house.model('marts/large', kept, YML);
    await expect(house.build({ select: ['large'], memoryLimit: '20MB' })).rejects.toThrow(
      /marts\/large\.sql: it needs more memory than a build may use: allow more with `echolake build --memory 4GB`, or have the model read less at once \(Out of Memory/,
    );
    expect(await publishedBuild(house.dataDir)).toBe('b000001');
    expect(await filesOf('large')).toEqual([]);
  });

  it('time', async () => {
    const endless = `with numbers as (select n from unnest(sequence(1, 100000)) as s (n))
select max(a.n * b.n) as x, 'y' as y from numbers as a cross join numbers as b`;
    await house.model('marts/large', endless, YML);
    const before = Date.now();
    await expect(house.build({ select: ['large'], deadlineMs: 700 })).rejects.toThrow(
      'the build was stopped at its deadline of 0.7 s; nothing was published',
    );
    expect(Date.now() - before).toBeLessThan(30_000);
    expect(await publishedBuild(house.dataDir)).toBeNull();
    expect(await filesOf('large')).toEqual([]);
  });
});

describe('two builds at once', () => {
  it('one is refused', async () => {
    await house.landSales('f1', one('a'));
    const results = await Promise.allSettled([house.build(), house.build()]);
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []));
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatch(/^BuildBusyError: .*warehouse: another build is running.*; try again when it has ended$/);
    expect(await publishedBuild(house.dataDir)).toBe('b000001');
  });

  it('or waits when it may, and finds nothing left to do', async () => {
    await house.landSales('f1', one('a'));
    const records = await Promise.all([house.build({ waitMs: 20_000 }), house.build({ waitMs: 20_000 })]);
    expect(records.map(({ published, manifest }) => `${manifest.build} ${published}`).toSorted()).toEqual([
      'b000001 false',
      'b000001 true',
    ]);
  });
});

describe('a plan', () => {
  const plan = (options: { select?: readonly string[]; full?: boolean } = {}) =>
    planWarehouse({ dataDir: house.dataDir, sqlDir: house.sqlDir, contracts: [sale, shop], now: () => NOW, ...options });
  const work = ({ items }: Awaited<ReturnType<typeof plan>>) =>
    items.flatMap(({ model, action, reasons }) => (action === 'keep' ? [] : [`${model}: ${action}: ${reasons.join('; ')}`]));

  it('says what a build would do and why, and does nothing', async () => {
    await house.landSales('f1', one('a'));
    expect(work(await plan({ select: ['+sale_list'] }))).toEqual(['stg_sale: full: never built', 'sale_list: full: never built']);
    expect(await publishedBuild(house.dataDir)).toBeNull();
    await house.build();
    expect(work(await plan())).toEqual([]);
    await house.landSales('f2', one('b'));
    expect(work(await plan({ select: ['stg_sale+'] }))).toEqual([
      'stg_sale: incremental: 1 new file in lake_sale',
      'sale_daily: follow: stg_sale is built',
      'sale_list: follow: stg_sale is built',
      'sale_total: follow: stg_sale is built',
    ]);
    expect(work(await plan({ select: ['sale_total'], full: true }))).toEqual(['sale_total: full: full build asked for']);
    expect(await publishedBuild(house.dataDir)).toBe('b000001');
  });

  it('refuses what a build would refuse', async () => {
    await house.model('marts/odd', 'select 1 as x from nowhere', YML);
    await expect(plan()).rejects.toThrow(/odd\.sql:1: there is no relation nowhere/);
  });
});

it('a description without its key says what a key is', async () => {
  await house.model('marts/odd', 'select 1 as x', 'about: x\ngrain: one\ncolumns: { x: { about: x } }');
  await expect(house.build()).rejects.toThrow(
    /odd\.yml: key: missing: name the columns that tell one row from another, such as \[event_id\]/,
  );
});
