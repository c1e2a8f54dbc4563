import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { load, loadRaw, toRow } from '../../dashboard/src/api/cube.ts';
import { numberOrNull } from '../../dashboard/src/api/http.ts';
import { toCatalogue } from '../../dashboard/src/api/meta.ts';
import { toCube } from '../../dashboard/src/api/query.ts';
import { toPerson } from '../../dashboard/src/api/sign-in.ts';

let server: Server | undefined;
const realFetch = globalThis.fetch;

/** Answers one after the other, over real HTTP; relative addresses lead to it as they do in a browser. */
async function answering(...answers: readonly (readonly [number, unknown])[]): Promise<{ asked: () => number }> {
  let asked = 0;
  server = createServer((_request, response) => {
    const [status, body] = answers[Math.min(asked, answers.length - 1)] ?? [500, null];
    asked += 1;
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  globalThis.fetch = (path, init) => realFetch(`http://127.0.0.1:${port}${String(path)}`, init);
  return { asked: () => asked };
}

afterEach(() => {
  globalThis.fetch = realFetch;
  server?.close();
});

describe('asking Cube', () => {
  it('asks again while the answer is "Continue wait"', async () => {
    const { asked } = await answering(
      [200, { error: 'Continue wait' }],
      [200, { error: 'Continue wait' }],
      [200, { data: [{ a: 1 }] }],
    );
    expect(await loadRaw('t', {})).toEqual([{ a: 1 }]);
    expect(asked()).toBe(3);
  });

  it.each([
    [401, 'expired'],
    [403, 'refused'],
    [500, 'failed'],
    [503, 'failed'],
  ])('takes %d for %s, and keeps the reference', async (status, trouble) => {
    await answering([status, { error: 'no', requestId: 'r7' }]);
    await expect(loadRaw('t', {})).rejects.toMatchObject({ trouble, status, requestId: 'r7' });
  });

  it('takes an answer without data for strange', async () => {
    await answering([200, { rows: [] }]);
    await expect(loadRaw('t', {})).rejects.toMatchObject({ trouble: 'strange' });
  });

  it('takes no server for unreachable', async () => {
    await answering([200, {}]);
    await new Promise((resolve) => server?.close(resolve));
    await expect(loadRaw('t', {})).rejects.toMatchObject({ trouble: 'unreachable' });
  });

  it('turns text into numbers, keeps nulls and cuts the day', async () => {
    const raw = {
      'manager_score.nps': '38.25',
      'manager_score.nps_n': '0',
      'manager_score.business_date.week': '2026-11-16T00:00:00.000',
    };
    await answering([200, { data: [raw] }]);
    const rows = await load('t', 'manager', { subject: 'score', measures: ['nps', 'nps_n', 'csat'], by: 'week' });
    expect(rows).toEqual([{ nps: 38.25, nps_n: 0, csat: null, day: '2026-11-16' }]);
  });
});

describe('a query', () => {
  it('names the view’s members and nothing else', () => {
    const query = toCube('frontline_feedback', {
      subject: 'feedback',
      measures: ['feedback_count'],
      dimensions: ['comment'],
      span: { from: '2026-11-01', to: '2026-11-07' },
      filters: [{ member: 'comment', operator: 'set' }, { or: [{ member: 'nps_score', operator: 'lte', values: ['6'] }] }],
      order: [['occurred_at', 'desc']],
      limit: 5,
    });
    expect(query).toEqual({
      measures: ['frontline_feedback.feedback_count'],
      dimensions: ['frontline_feedback.comment'],
      timeDimensions: [{ dimension: 'frontline_feedback.business_date', dateRange: ['2026-11-01', '2026-11-07'] }],
      filters: [
        { member: 'frontline_feedback.comment', operator: 'set' },
        { or: [{ member: 'frontline_feedback.nps_score', operator: 'lte', values: ['6'] }] },
      ],
      order: [['frontline_feedback.occurred_at', 'desc']],
      limit: 5,
    });
  });

  it('reads rows that lack a member as null', () => {
    expect(toRow('v', { measures: ['nps'], dimensions: ['touchpoint'] }, {})).toEqual({ nps: null, touchpoint: null, day: null });
  });
});

describe('outside data', () => {
  it.each([
    ['12.5', 12.5],
    [7, 7],
    ['', null],
    [' ', null],
    [null, null],
    ['abc', null],
    ['Infinity', null],
    [true, null],
  ])('%j is the number %j', (value, expected) => {
    expect(numberOrNull(value)).toBe(expected);
  });

  it('a person without a known tier is nobody', () => {
    expect(toPerson({ id: 'x', tier: 'owner' })).toBeNull();
    expect(toPerson({ id: 'x', tier: 'manager', unit: 'east' })).toMatchObject({ unit: 'east', unitName: 'east', name: 'x' });
  });

  it('the catalogue reads both languages, and the names where one is missing', () => {
    const { members } = toCatalogue({
      cubes: [
        {
          name: 'v',
          measures: [
            {
              name: 'v.nps',
              shortTitle: '净推荐值',
              meta: { title_en: 'NPS', definition_zh: '口径', population: 'All', population_zh: '全部' },
            },
          ],
          dimensions: [{ name: 'v.x' }, 3],
        },
      ],
    });
    expect(members.get('v.nps')).toMatchObject({
      title: { zh: '净推荐值', en: 'NPS' },
      definition: { zh: '口径', en: '' },
      population: { zh: '全部', en: 'All' },
    });
    expect(members.get('v.x')?.title.zh).toBe('v.x');
    expect(toCatalogue(null).views).toEqual([]);
  });
});
