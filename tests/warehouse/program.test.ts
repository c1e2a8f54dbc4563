import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readCases } from '../../warehouse/cases/read-cases.ts';
import { relationTypes } from '../../warehouse/cases/relation-types.ts';
import { runCase } from '../../warehouse/cases/run-case.ts';
import { graphOf } from '../../warehouse/graph.ts';
import { digestOfProgram } from '../../warehouse/load-program.ts';
import { loadModels } from '../../warehouse/model.ts';
import { defineProgram } from '../../warehouse/program.ts';
import { programSql } from '../../warehouse/run-program.ts';
import { openTestEngine } from '../sql/engine.ts';
import { type House, makeHouse, sale, shop } from './house.ts';

const SQL_DIR = join(import.meta.dirname, 'programs');

let house: House;
beforeEach(async () => {
  house = await makeHouse();
});
afterEach(() => house.remove());

const sold = (event: string, cents: number) => ({ event, version: 1, day: '2026-11-01', store: 'S1', cents });

describe('a model in TypeScript', () => {
  it('is planned, built, audited and published like any other', async () => {
    await house.landSales('f1', [sold('a', 1), sold('b', 4)]);
    const { manifest } = await house.build({ sqlDir: SQL_DIR });
    expect(manifest.results['store_slope']?.audits.map(({ audit }) => audit)).toContain('key (store_id) unique');
    expect(await house.query('select * from store_slope')).toEqual([
      { store_id: 'S1', sale_count: '2', cents_per_place: 3, is_rising: true },
    ]);
    expect(await house.query('select * from store_report')).toEqual([{ store_id: 'S1' }]);
    expect((await house.build({ sqlDir: SQL_DIR })).published).toBe(false);
    await house.landSales('f2', [sold('c', -9)]);
    expect((await house.build({ sqlDir: SQL_DIR })).manifest.results['store_report']?.reasons).toEqual(['store_slope is built']);
    expect(await house.query('select count(*) as n from store_report')).toEqual([{ n: '0' }]);
  });

  it('has cases like any other', async () => {
    const graph = graphOf(await loadModels(SQL_DIR), [sale, shop]);
    const engine = await openTestEngine();
    const types = await relationTypes(graph, engine);
    const [one] = await readCases(SQL_DIR, graph);
    if (one === undefined) throw new Error('no case');
    expect(await runCase(one, graph, types, engine)).toBeNull();
    const wrong = { ...one, expect: [{ store_id: 'up', cents_per_place: 2 }] };
    expect((await runCase(wrong, graph, types, engine))?.missing).toEqual(wrong.expect);
    engine.close();
  });

  it('is built again when its text or what it imports changes', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'program-'));
    await cp(SQL_DIR, copy, { recursive: true });
    const [file, helper] = [join(copy, 'marts/store_slope.ts'), join(copy, 'kit/slope.ts')];
    const digests = [await digestOfProgram(file)];
    for (const path of [helper, file]) {
      await writeFile(path, `${await readFile(path, 'utf8')}\n`);
      digests.push(await digestOfProgram(file));
    }
    expect(new Set(digests).size).toBe(3);
    await rm(copy, { recursive: true });
  });

  it.each([
    ['export const other = 1;', /marts\/a\.ts: expected export const model = defineProgram/],
    ['this is no program', /marts\/a\.ts: cannot be loaded: /],
    [
      `export const model = { reads: {}, columns: { x: 'text' } };`,
      /marts\/a\.ts: columns\.x: expected one of varchar, bigint, double/,
    ],
  ])('is refused: %s', async (text, message) => {
    await house.model('marts/a', 'select 1 as x', 'about: x\ngrain: one\nkey: [x]\ncolumns: { x: { about: x } }');
    await rm(join(house.sqlDir, 'marts/a.sql'));
    await writeFile(join(house.sqlDir, 'marts/a.ts'), text);
    await expect(loadModels(house.sqlDir)).rejects.toThrow(message);
  });

  it('cannot share its name with SQL', async () => {
    await house.model('marts/a', 'select 1 as x', 'about: x\ngrain: one\nkey: [x]\ncolumns: { x: { about: x } }');
    await writeFile(join(house.sqlDir, 'marts/a.ts'), '');
    await expect(loadModels(house.sqlDir)).rejects.toThrow(/two models are named a: .*a\.sql and .*a\.ts/);
  });
});

describe('the rows of a program', () => {
  const given =
    (rows: readonly Record<string, unknown>[], count = rows.length) =>
    () =>
      Promise.resolve({ count, rows });
  const program = (row: Record<string, string | number | boolean | null>) =>
    defineProgram({
      reads: { x: 'select 1 as a' },
      inputs: z.object({ x: z.array(z.object({ a: z.coerce.number() })) }),
      columns: { n: 'bigint', d: 'double', t: 'varchar' },
      rows: () => [{ n: 1, d: 1, t: 'x', ...row }],
    });

  it.each([
    [{ n: 1.5 }, 'a.ts: row 1: n: expected a bigint or null, found 1.5'],
    [{ d: Number.NaN }, 'a.ts: row 1: d: expected a double or null, found NaN'],
    [{ t: 1 }, 'a.ts: row 1: t: expected a varchar or null, found 1'],
    [{ other: 1 }, `a.ts: row 1: other is not among the program's columns`],
  ])('are checked: %j', async (row, message) => {
    await expect(programSql(program(row), 'a.ts', given([]))).rejects.toThrow(message);
  });

  it.each([
    ['rows: expected a list of rows, at once and not promised', Promise.resolve([])],
    ['rows.1: expected a row', [{ n: 1, d: 1, t: 'x' }, 7]],
  ])('are a list of rows: %s', async (message, rows) => {
    const made = { ...program({}), rows: () => rows } as ReturnType<typeof program>;
    await expect(programSql(made, 'a.ts', given([]))).rejects.toThrow(`a.ts: ${message}`);
  });

  it('must not be too many, on either side', async () => {
    await expect(programSql(program({}), 'a.ts', given([], 200_001))).rejects.toThrow(
      'a.ts: reads.x: 200001 rows, expected at most 200000',
    );
    await expect(programSql(program({ t: 'x'.repeat(250_000) }), 'a.ts', given([]))).rejects.toThrow(
      /a\.ts: its 1 rows take \d+ bytes/,
    );
  });

  it('say which row of a query is not as it should be', async () => {
    await expect(programSql(program({}), 'a.ts', given([{ a: 1 }, { a: 'x' }]))).rejects.toThrow(/a\.ts: reads\.x\.1\.a: /);
  });
});
