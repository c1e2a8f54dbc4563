import { expect, test } from 'vitest';
import { responseType } from '../../../channels/surveymonkey/response.ts';
import { readFixture, recordsOf, sendThrough } from '../door.ts';

const send = await sendThrough('surveymonkey');
const cellsOf = (name: string) => send(readFixture('surveymonkey', name)).rows[0]?.cells;

test('a notice and the response it tells of are one event, and the answers win in whatever order they come', () => {
  const [created, notice, full] = ['notice-created', 'notice', 'full'].map(cellsOf);
  expect(new Set([created, notice, full].map((cells) => cells?.event_id))).toEqual(new Set(['surveymonkey/5007154402']));
  expect(Number(created?.event_version)).toBeLessThan(Number(notice?.event_version));
  expect(Number(notice?.event_version)).toBeLessThan(Number(full?.event_version));
  expect(full).toMatchObject({ csat_score: 4, csat_scale_max: 5, org_unit_id: 'S017', order_id: 'A20261105-000042' });
});

test('choices nobody described keep their ids; texts, names and previews stay out', () => {
  expect(recordsOf(cellsOf('full')?.answers)).toMatchObject([
    { question_id: '319352786', score: 4 },
    { question_id: '319352787/11', choice: '21' },
    { question_id: '319352787/12', choice: '22' },
    { question_id: '319352789', choice: '31; 32' },
  ]);
  expect(JSON.stringify(cellsOf('full'))).not.toContain('Invented');
  for (const name of ['preview', 'disqualified', 'notice-deleted'])
    expect(send(readFixture('surveymonkey', name)).rows).toEqual([]);
});

test('described questions are read by row, by choice and by number', () => {
  const type = responseType({
    '1': { code: 'nps' },
    '2/11': { code: 'csat_waiting', choices: { '21': 2 } },
    '3': { code: 'comment' },
    '4': { code: 'choice_company', choices: { '41': 'family' } },
  });
  const [given] = type.toEvents(
    type.schema.parse({
      ...readFixture('surveymonkey', 'partial'),
      pages: [
        {
          questions: [
            { id: '1', answers: [{ text: '9' }] },
            { id: '2', answers: [{ row_id: '11', choice_id: '21' }] },
            { id: '3', answers: [{ text: 'slow' }] },
            { id: 4, answers: [{ choice_id: 41 }] },
          ],
        },
      ],
    }),
    { receivedAt: '2026-11-05T18:00:00.000Z' },
  );
  expect(given?.values).toMatchObject({ nps_score: 9, comment: 'slow' });
  expect(given?.values['answers']).toMatchObject([{ score: 9 }, { about: 'waiting', score: 2 }, { choice: 'family' }]);
});
