import { expect, test } from 'vitest';
import { readFixture, recordsOf, sendThrough } from '../door.ts';

const send = await sendThrough('formbricks');
const cellsOf = (name: string) => send(readFixture('formbricks', name)).rows[0]?.cells;

test('the three events of a response are versions of one, the finished one the last', () => {
  const states = ['created', 'updated', 'finished'].map(cellsOf);
  expect(new Set(states.map((cells) => cells?.event_id)).size).toBe(1);
  expect(states.map((cells) => cells?.status)).toEqual(['partial', 'partial', 'completed']);
  const versions = states.map((cells) => Number(cells?.event_version));
  expect(versions).toEqual([...versions].sort((a, b) => a - b));
});

test('answers are read by question id, and texts of questions without a code stay out', () => {
  expect(cellsOf('finished')).toMatchObject({ nps_score: 9, comment: '红烧肉很香，就是上菜慢。电话 [phone]', language: 'zh-CN' });
  expect(recordsOf(cellsOf('finished')?.answers)).toMatchObject([
    { question_id: 'nps', score: 9 },
    { question_id: 'csat7_waiting', about: 'waiting', score: 3, scale_max: 7 },
    { question_id: 'choice_company', choice: 'With family' },
    { question_id: 'choice_dishes', choice: 'Soup; Noodles' },
    { question_id: 'visits', score: 4 },
  ]);
  expect(JSON.stringify(cellsOf('finished'))).not.toContain('Invented');
});

test('a contact is known by the user id of the app, the mail and Formbricks’ own id', () => {
  for (const key of ['member_key', 'email_key', 'account_key'] as const)
    expect(cellsOf('finished')?.[key]).toMatch(/^[0-9a-f]{32}$/);
});
