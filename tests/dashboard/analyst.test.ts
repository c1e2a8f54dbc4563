import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../dashboard/src/analyst/columns.ts';
import { toCsv } from '../../dashboard/src/analyst/csv.ts';
import { draftFrom, firstDraft, toCubeQuery, toggled } from '../../dashboard/src/analyst/draft.ts';
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
});
