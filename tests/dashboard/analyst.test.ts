import { describe, expect, it } from 'vitest';
import { columnsOf, drawnOf } from '../../dashboard/src/analyst/columns.ts';
import { toCsv } from '../../dashboard/src/analyst/csv.ts';
import { answerable, draftFrom, firstDraft, toCubeQuery, toggled } from '../../dashboard/src/analyst/draft.ts';
import { toCatalogue } from '../../dashboard/src/api/meta.ts';

describe('CSV', () => {
  it('begins with a byte order mark and quotes what needs it', () => {
    expect(
      toCsv(
        ['a', 'b'],
        [
          ['x,y', 'say "hi"\nthere'],
          [null, 3],
        ],
      ),
    ).toBe('\uFEFFa,b\r\n"x,y","say ""hi""\nthere"\r\n,3\r\n');
  });

  it.each(['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\tx', '=HYPERLINK("http://x")'])('keeps %j from running as a formula', (text) => {
    expect(toCsv(['a'], [[text]])).toMatch(/^\uFEFFa\r\n"?'/);
  });

  it.each(['-3.5', '+2', '-1e-7', '12'])('leaves the number %s alone', (text) => {
    expect(toCsv(['a'], [[text]])).toBe(`\uFEFFa\r\n${text}\r\n`);
  });
});

describe('a draft', () => {
  const draft = firstDraft('region_name');

  it('comes back from the address as it went in', () => {
    expect(draftFrom(JSON.stringify(draft))).toEqual(draft);
  });

  it.each([null, '', 'not json', '[]', '{}', '{"view": 3}'])('is nothing when the address holds %j', (text) => {
    expect(draftFrom(text)).toBeNull();
  });

  it('leaves out what it does not understand', () => {
    const read = draftFrom(
      '{"view":"v","measures":["v.a",7],"conditions":[{"member":"v.a","operator":"drop"},{"operator":"set"}],"days":6,"grain":"hour","order":3}',
    );
    expect(read).toEqual({
      view: 'v',
      measures: ['v.a'],
      dimensions: [],
      conditions: [],
      days: null,
      grain: 'none',
      order: null,
    });
  });

  it('becomes a query whose days count back from the latest', () => {
    expect(toCubeQuery({ ...draft, days: 7, grain: 'day' }, '2026-11-18')).toEqual({
      measures: draft.measures,
      dimensions: ['analyst_score.region_name'],
      timeDimensions: [{ dimension: 'analyst_score.business_date', granularity: 'day', dateRange: ['2026-11-12', '2026-11-18'] }],
      order: { 'analyst_score.nps': 'desc' },
      limit: 1000,
    });
  });

  it('asks no days of a view whose rows have none', () => {
    const best = {
      ...draft,
      view: 'analyst_best',
      measures: [],
      dimensions: ['analyst_best.stage'],
      order: null,
      grain: 'day',
    } as const;
    const catalogue = toCatalogue({
      cubes: [
        { name: 'analyst_score', dimensions: [{ name: 'analyst_score.business_date', type: 'time' }] },
        { name: 'analyst_best', dimensions: [{ name: 'analyst_best.stage', type: 'string' }] },
      ],
    });
    expect(toCubeQuery(answerable(best, catalogue), '2026-11-18')).toEqual({
      measures: [],
      dimensions: ['analyst_best.stage'],
      limit: 1000,
    });
    expect(answerable(draft, catalogue)).toBe(draft);
  });

  it('starts afresh with a member of another view, and forgets an order by what is taken out', () => {
    expect(toggled(draft, 'analyst_order.order_count', 'measure')).toMatchObject({
      view: 'analyst_order',
      measures: ['analyst_order.order_count'],
      dimensions: [],
      order: null,
    });
    expect(toggled(draft, 'analyst_score.nps', 'measure').order).toBeNull();
  });

  it('is shown with each pair of bounds beside its measure', () => {
    const ratio = { ...draft, measures: ['o.late_low', 'o.late_ratio', 'o.late_high', 'o.late_n'], dimensions: [] };
    expect(columnsOf(ratio, toCatalogue({ cubes: [] }))).toEqual([
      { kind: 'number', key: 'o.late_ratio', member: 'o.late_ratio', isShare: true },
      { kind: 'interval', key: 'o.late_ratio 95%', low: 'o.late_low', high: 'o.late_high', isShare: true },
      { kind: 'number', key: 'o.late_n', member: 'o.late_n', isShare: false },
    ]);
  });

  it('shows numbers that are no measures as numbers too, and draws the first of them that has bounds', () => {
    const names = ['stage', 'reached_count', 'csat', 'csat_low', 'csat_high'];
    const catalogue = toCatalogue({
      cubes: [
        {
          name: 'b',
          dimensions: names.map((name) => ({
            name: `b.${name}`,
            type: name === 'stage' ? 'string' : 'number',
            meta: { unit: name === 'reached_count' ? 'count' : 'ratio' },
          })),
        },
      ],
    });
    const columns = columnsOf({ ...draft, view: 'b', measures: [], dimensions: names.map((name) => `b.${name}`) }, catalogue);
    expect(columns).toEqual([
      { kind: 'text', key: 'b.stage', member: 'b.stage' },
      { kind: 'number', key: 'b.reached_count', member: 'b.reached_count', isShare: false },
      { kind: 'number', key: 'b.csat', member: 'b.csat', isShare: true },
      { kind: 'interval', key: 'b.csat 95%', low: 'b.csat_low', high: 'b.csat_high', isShare: true },
    ]);
    const row = { 'b.csat': 0.5, 'b.csat_low': 0.25, 'b.csat_high': 0.75 };
    expect(drawnOf(columns, [])?.interval(row)).toEqual({ low: 25, high: 75 });
    expect(drawnOf(columns.slice(0, 2), [])).toBeNull();
  });
});
