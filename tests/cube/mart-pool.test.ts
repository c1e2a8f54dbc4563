import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { MartDriver } from '../../cube/mart-driver.ts';
import { MartPool, NoBuildError } from '../../cube/mart-pool.ts';
import { SampleMarts } from './sample-marts.ts';

function countingMarts() {
  const marts = new SampleMarts();
  let number = 0;
  const publish = () => {
    number += 1;
    const value = number;
    return marts.publish(async (connection) => {
      await connection.run(`create table t as select ${value} as v`);
    });
  };
  publish();
  return { marts, publish };
}

function deferred<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

const read = async (pool: MartPool) => Number((await new MartDriver(pool).query<{ v: string }>('select v from t'))[0]?.v);

describe('a pool of marts', () => {
  it('answers from the new build as soon as it is published, and closes the old one', async () => {
    const { marts, publish } = countingMarts();
    const pool = new MartPool(marts);
    expect(await read(pool)).toBe(1);
    publish();
    expect(await read(pool)).toBe(2);
    expect([marts.opened, marts.closed]).toEqual([2, 1]);
    pool.close();
    expect(marts.closed).toBe(2);
  });

  it('lets a running query end on the build it began on', async () => {
    const { marts, publish } = countingMarts();
    const pool = new MartPool(marts);
    let finish = () => {};
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const running = pool.use(async (connection) => {
      await held;
      return (await connection.runAndReadAll('select v from t')).getRows();
    });
    await pool.version();
    publish();
    expect(await read(pool)).toBe(2);
    expect(marts.closed).toBe(0);
    finish();
    expect(await running).toEqual([[1]]);
    expect(marts.closed).toBe(1);
    pool.close();
  });

  it('loses no query while builds change under load, and keeps one instance of fifty builds', async () => {
    const { marts, publish } = countingMarts();
    const pool = new MartPool(marts);
    const over = new AbortController();
    let answered = 0;
    const reader = async () => {
      let latest = 0;
      while (!over.signal.aborted) {
        const value = await read(pool);
        expect(value).toBeGreaterThanOrEqual(latest);
        latest = value;
        answered += 1;
      }
    };
    const readers = [reader(), reader(), reader()];
    for (let build = 0; build < 50; build += 1) {
      publish();
      await pool.version();
    }
    over.abort();
    await Promise.all(readers);
    expect(answered).toBeGreaterThan(50);
    expect(marts.opened - marts.closed).toBe(1);
    pool.close();
    expect(marts.opened).toBe(marts.closed);
  }, 60_000);

  it('takes no connection from a build that was closed between finding it and using it', async () => {
    const openMarts = async (build: string) => {
      const instance = await DuckDBInstance.create(':memory:');
      return { build, instance, close: () => instance.closeSync() };
    };
    const [first, second] = [await openMarts('b1'), await openMarts('b2')];
    const opening = deferred<typeof second>();
    const asked = deferred<string>();
    const builds: (string | Promise<string>)[] = ['b1', 'b2', asked.promise];
    const opens = [Promise.resolve(first), opening.promise];
    const pool = new MartPool({
      currentBuild: () => builds.shift() ?? 'b2',
      open: () => opens.shift() ?? Promise.reject(new Error('opened too often')),
    });
    await pool.version();
    const swap = pool.version();
    const query = new MartDriver(pool).query('select 1 as one');
    await new Promise((resolve) => setTimeout(resolve, 5));
    asked.resolve('b1');
    opening.resolve(second);
    expect(await query).toEqual([{ one: '1' }]);
    expect((await swap).build).toBe('b2');
    pool.close();
  });

  it('opens a build once for all who ask at the same time', async () => {
    const { marts } = countingMarts();
    const pool = new MartPool(marts);
    await Promise.all(Array.from({ length: 20 }, () => read(pool)));
    expect(marts.opened).toBe(1);
    pool.close();
  });

  it('goes on with the last build while a new one cannot be opened', async () => {
    const { marts, publish } = countingMarts();
    const refused: unknown[] = [];
    const pool = new MartPool(marts, (error) => refused.push(error));
    await read(pool);
    marts.publish(async () => Promise.reject(new Error('a part is missing')));
    expect([await read(pool), await read(pool), await read(pool)]).toEqual([1, 1, 1]);
    expect(refused).toHaveLength(1);
    publish();
    expect(await read(pool)).toBe(2);
    pool.close();
  });

  it('says so before the first build and after the end', async () => {
    const marts = new SampleMarts();
    const pool = new MartPool(marts);
    await expect(read(pool)).rejects.toThrow(NoBuildError);
    pool.close();
    await expect(read(pool)).rejects.toThrow(/stopping/);
  });
});

describe('the driver', () => {
  it('gives numbers as text without losing a digit, times in UTC, and null for what is no number', async () => {
    const marts = new SampleMarts();
    marts.publish(async (connection) => {
      await connection.run(`create table t as select 9007199254740993::bigint as big, 170141183460469231731687303715884105727::hugeint as huge,
        1234567890123456.70::decimal(18,2) as money, 0.1::double as real, 'nan'::double as nan, 'inf'::double as inf, true as truth, date '2026-11-05' as day,
        timestamp '2026-11-05 10:00:00.125' as moment, '好' as text, null::varchar as nothing`);
    });
    const pool = new MartPool(marts);
    expect((await new MartDriver(pool).query('select * from t'))[0]).toEqual({
      big: '9007199254740993',
      huge: '170141183460469231731687303715884105727',
      money: '1234567890123456.70',
      real: '0.1',
      nan: null,
      inf: null,
      truth: true,
      day: '2026-11-05T00:00:00.000Z',
      moment: '2026-11-05T10:00:00.125Z',
      text: '好',
      nothing: null,
    });
    pool.close();
  });

  it('cancels a long query and goes on answering', async () => {
    const { marts } = countingMarts();
    const pool = new MartPool(marts);
    const driver = new MartDriver(pool);
    await driver.testConnection();
    const long = driver.query('select count(*) from range(100000000000) where range % 7 = 3');
    setTimeout(() => void long.cancel(), 50);
    await expect(long).rejects.toThrow(/interrupt|cancel/i);
    expect(await read(pool)).toBe(1);
    pool.close();
  });

  it('does not run what was cancelled while it waited', async () => {
    const instance = await DuckDBInstance.create(':memory:');
    const pool = new MartPool({
      currentBuild: () => 'b1',
      open: async () => ({ build: 'b1', instance, close: () => instance.closeSync() }),
    });
    const query = new MartDriver(pool).query('select 1');
    await query.cancel();
    await expect(query).rejects.toThrow(/cancelled/);
    pool.close();
  });
});
