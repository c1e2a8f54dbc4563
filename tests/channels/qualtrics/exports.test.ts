import { expect, test } from 'vitest';
import { channel } from '../../../channels/qualtrics/channel.ts';
import { RefusedError } from '../../../contracts/errors.ts';
import { readFixture, recordsOf, sendThrough } from '../door.ts';

const send = await sendThrough('qualtrics');
const cellsOf = (name: string) => send(readFixture('qualtrics', name)).rows[0]?.cells;
const answersOf = (name: string): unknown => recordsOf(cellsOf(name)?.answers);

test('a row is read by the codes of its columns; texts without one stay out', () => {
  expect(cellsOf('row-with-codes')).toMatchObject({
    event_id: 'qualtrics/R_0invented0000001',
    event_version: Date.parse('2026-11-05T11:41:03Z'),
    occurred_at: '2026-11-05T11:41:02.000Z',
    survey_id: 'dine-in',
    org_unit_id: 'S017',
    status: 'completed',
    sent_by: 'email',
    language: 'zh-Hans',
    nps_score: 9,
    csat_score: 5,
    csat_scale_max: 5,
    ces_score: null,
    comment: '红烧肉很香，就是上菜慢。电话 [phone]',
    extra: null,
  });
  expect(answersOf('row-with-codes')).toMatchObject([
    { question_id: 'nps', score: 9 },
    { question_id: 'csat', score: 5 },
    { question_id: 'csat_waiting', about: 'waiting', score: 3 },
    { question_id: 'choice_company', choice: 'With family' },
    { question_id: 'Q7', score: 2 },
    { question_id: 'Q10_First Click', score: 1.204 },
  ]);
  expect(JSON.stringify(cellsOf('row-with-codes'))).not.toContain('Invented');
});

test('the API’s response knows NPS by its group, and options by their labels', () => {
  expect(cellsOf('response')).toMatchObject({ nps_score: 9, csat_score: null, comment: 'slow', sent_by: 'web' });
  expect(answersOf('response')).toMatchObject([
    { question_id: 'QID1', metric: 'nps', score: 9 },
    { question_id: 'QID3', metric: null, score: 5, choice: 'With family' },
    { question_id: 'QID4', choice: 'Soup; Noodles' },
    { question_id: 'csat_waiting', score: 3 },
  ]);
});

test('a preview makes nothing, an unfinished response a partial one', () => {
  expect(send(readFixture('qualtrics', 'row-preview'))).toEqual({ rows: [], problems: [] });
  expect(cellsOf('row-unfinished')).toMatchObject({
    status: 'partial',
    completed_at: null,
    nps_score: 6,
    survey_id: 'qualtrics',
  });
});

test('a document is one response or an export of many', () => {
  const one = readFixture('qualtrics', 'response');
  expect(channel.documentRecords?.({ result: one, meta: {} })).toEqual([one]);
  expect(channel.documentRecords?.({ responses: [one, one] })).toHaveLength(2);
  expect(() => channel.documentRecords?.({ surveys: [] })).toThrow(RefusedError);
});
