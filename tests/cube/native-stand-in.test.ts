import { describe, expect, it } from 'vitest';
import { type ResultPlan, standIn, wallClock } from '../../cube/native-stand-in.ts';

describe('wallClock', () => {
  it.each([
    ['2026-11-05T10:00:00.125Z', '2026-11-05T10:00:00.125'],
    ['2026-11-05 10:00:00', '2026-11-05T10:00:00.000'],
    ['2026-11-05 10:00:00.123456', '2026-11-05T10:00:00.123'],
    ['2026-11-05T10:00:00.5+08:00', '2026-11-05T10:00:00.500'],
    ['2026-11-05 10:00:00 UTC', '2026-11-05T10:00:00.000'],
    ['no time', 'no time'],
  ])('%s', (text, expected) => expect(wallClock(text)).toBe(expected));
});

const plan: ResultPlan = {
  aliasToMemberNameMap: { v__n: 'v.n', v__d_day: 'v.d.day', v__d_month: 'v.d.month' },
  annotation: { 'v.n': { type: 'number' }, 'v.d.day': { type: 'time' }, 'v.d.month': { type: 'time' } },
  query: { measures: ['v.n'], timeDimensions: [{ dimension: 'v.d', granularity: 'day' }] },
};
const table = {
  members: ['v__d_month', 'v__d_day', 'v__n'],
  columns: [['2026-11-01T00:00:00.000Z'], ['2026-11-05T00:00:00.000Z'], [7]],
};
const result = {
  query: plan.query,
  annotation: { measures: { 'v.n': { title: 'N', secret: 1 } } },
  cacheMode: 'x',
  requestId: 'y',
  slowQuery: false,
};

async function answer(over: Partial<ResultPlan> = {}, rows: object = table) {
  const bytes = await standIn.getFinalQueryResult({ ...plan, ...over }, Buffer.from(JSON.stringify(rows)), result);
  return JSON.parse(Buffer.from(bytes).toString());
}

describe('the stand-in for the native extension', () => {
  it('names columns, writes numbers as text and repeats a time under its own name with its finest granularity', async () => {
    const day = '2026-11-05T00:00:00.000';
    expect((await answer()).data).toEqual([{ 'v.d.month': '2026-11-01T00:00:00.000', 'v.d.day': day, 'v.n': '7', 'v.d': day }]);
  });

  it('gives the compact and the columnar form', async () => {
    const members = ['v.d.month', 'v.d.day', 'v.n', 'v.d'];
    const row = ['2026-11-01T00:00:00.000', '2026-11-05T00:00:00.000', '7', '2026-11-05T00:00:00.000'];
    expect((await answer({ resType: 'compact' })).data).toEqual({ members, dataset: [row] });
    expect((await answer({ resType: 'columnar' })).data).toEqual({ members, columns: row.map((cell) => [cell]) });
  });

  it('lets no field out that it does not know', async () => {
    const reply = await answer();
    expect(Object.keys(reply).toSorted()).toEqual(['annotation', 'data', 'query', 'slowQuery']);
    expect(reply.annotation).toEqual({ measures: { 'v.n': { title: 'N' } } });
  });

  it('answers no rows', async () => {
    expect((await answer({}, { members: [], columns: [] })).data).toEqual([]);
  });

  it('refuses a column without an annotation: the caller may not see it', async () => {
    await expect(answer({ annotation: {} })).rejects.toThrow(/hidden member/);
  });
});
