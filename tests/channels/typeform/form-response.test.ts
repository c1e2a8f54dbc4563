import { expect, test } from 'vitest';
import { readFixture, recordsOf, sendThrough } from '../door.ts';

const send = await sendThrough('typeform');
const [full] = send(readFixture('typeform', 'full')).rows;

test('a form is read by the refs of its questions, and by their type where it says enough', () => {
  expect(full?.cells).toMatchObject({
    event_id: 'typeform/a3a12ec67a1365927098a606107fac15',
    org_unit_id: 'S017',
    touchpoint: 'dine_in_meal',
    nps_score: 9,
    csat_score: 5,
    comment: '红烧肉很香，就是上菜慢。电话 [phone]',
  });
  expect(recordsOf(full?.cells.answers)).toMatchObject([
    { question_id: 'nps' },
    { question_id: 'csat' },
    { question_id: 'csat_waiting', about: 'waiting', score: 3 },
    { question_id: 'company', choice: 'With family' },
    { question_id: 'dishes', choice: 'Soup; Noodles' },
    { question_id: 'again', choice: 'yes' },
  ]);
  expect(send(readFixture('typeform', 'nps-by-its-type')).rows[0]?.cells.nps_score).toBe(10);
});

test('answers of mail and phone name the customer, names do not come in', () => {
  expect(full?.cells.email_key).toMatch(/^[0-9a-f]{32}$/);
  expect(full?.cells.phone_key).toMatch(/^[0-9a-f]{32}$/);
  expect(JSON.stringify(full)).not.toContain('Invented');
});
