import { expect, test } from 'vitest';
import { readFixture, sendThrough } from '../door.ts';

const send = await sendThrough('sms_aliyun');
const rowsOf = (name: string) => send(readFixture('sms_aliyun', name)).rows;

test('a message is an answer with score and comment, at the time of Shanghai, and its phone is the same key as everywhere', async () => {
  const [row] = rowsOf('score-and-comment');
  expect(row?.table).toBe('survey_response');
  expect(row?.cells).toMatchObject({
    event_id: 'sms_aliyun/1234567890',
    occurred_at: '2026-11-05T11:41:02.000Z',
    business_date: '2026-11-05',
    nps_score: 9,
    comment: '红烧肉很香。电话 [phone]',
    sent_by: 'sms',
    touchpoint: 'feedback',
  });
  const twilio = await sendThrough('sms_twilio');
  const [text] = twilio({ ...readFixture('sms_twilio', 'least'), From: '+8613800001234' }).rows;
  expect(row?.cells.phone_key).toBe(text?.cells.phone_key);
});

test('a stop word dismisses the survey and takes back the consent', () => {
  const [response, contact] = rowsOf('stop');
  expect(response?.cells).toMatchObject({ status: 'dismissed', nps_score: null, comment: null, completed_at: null });
  expect(contact?.table).toBe('contact');
  expect(contact?.cells).toMatchObject({ can_contact: false, phone_key: response?.cells.phone_key });
});
