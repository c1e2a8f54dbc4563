import { expect, test } from 'vitest';
import { mailText } from '../../../channels/email_ses/mime.ts';
import { ownWords } from '../../../channels/email_ses/reply.ts';
import { readFixture, recordsOf, sendThrough } from '../door.ts';

const send = await sendThrough('email_ses');
const rowsOf = (name: string) => send(readFixture('email_ses', name)).rows;

test('the address says which question and invite a mail answers, the lines above the quotation what it says', () => {
  expect(rowsOf('multipart')[0]?.cells).toMatchObject({
    event_id: 'email_ses/d6invented0001',
    survey_id: 'email',
    invite_id: 'I-20261105-0001',
    nps_score: 9,
    comment: '红烧肉很香，就是上菜慢。\n电话 [phone]',
    sent_by: 'email',
  });
  const [row] = rowsOf('gb18030');
  expect(row?.cells).toMatchObject({ invite_id: 'I-7', nps_score: null, comment: '上菜太慢' });
  expect(recordsOf(row?.cells.answers)).toMatchObject([{ metric: 'csat', about: 'waiting', score: 4 }]);
});

test('a sender that failed DMARC is nobody, HTML is read without its tags', () => {
  expect(rowsOf('html-that-failed-dmarc')[0]?.cells).toMatchObject({ email_key: null, nps_score: 7, comment: 'fine & quick' });
  expect(rowsOf('multipart')[0]?.cells.email_key).toMatch(/^[0-9a-f]{32}$/);
});

test('spam and automatic answers say nothing, a stop word takes back the consent', () => {
  expect(rowsOf('spam')).toEqual([]);
  expect(rowsOf('out-of-office')).toEqual([]);
  expect(rowsOf('stop').map(({ table }) => table)).toEqual(['survey_response', 'contact']);
});

test.each([
  ['fine\n\n-- \nInvented Name', 'fine'],
  ['fine\r\n> 0 to 10?', 'fine'],
  ['很好\n\n在 2026年11月5日，小馆 <a@example.org> 写道：\n几分？', '很好'],
  ['fine\n\nOn Thu, Nov 5, 2026 at 7:30 PM Bistro\n<a@example.org> wrote:\n0 to 10?', 'fine'],
  ['fine\n\nFrom: Bistro\nSent: today', 'fine'],
  ['On the whole fine', 'On the whole fine'],
  ['> only a quotation', ''],
])('of %j the customer wrote %j', (text, own) => expect(ownWords(text)).toBe(own));

test('a mail as large as SNS sends it, made to be slow, is not', () => {
  const began = process.cpuUsage();
  for (const part of ['<', '<head', ' ', '--b\n', '&', '\n', 'on ']) {
    for (const type of ['text/html', 'text/plain', 'multipart/mixed; boundary=b']) {
      const body = part.repeat(256_000 / part.length);
      ownWords(mailText(Buffer.from(`Content-Type: ${type}\nContent-Transfer-Encoding: quoted-printable\n\n${body}`)) ?? '');
    }
  }
  expect(process.cpuUsage(began).user / 1e6).toBeLessThan(10);
});
