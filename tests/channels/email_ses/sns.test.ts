import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readNotice, verifyNotice } from '../../../channels/email_ses/sns.ts';
import { RefusedError } from '../../../contracts/errors.ts';

/**
 * Notices that SNS really signed, of both versions and with and without a subject, and the certificate of that year, as AWS publishes
 * them: https://github.com/aws/aws-php-sns-message-validator (tests/FunctionalValidationsTest.php, Apache-2.0).
 */
const { certificate, notices } = z
  .object({ certificate: z.string(), notices: z.array(z.record(z.string(), z.string())) })
  .parse(JSON.parse(readFileSync(new URL('published-notices.json', import.meta.url), 'utf8')));

const NOW = new Date('2022-07-29T00:00:00Z');
const secretFor = (notice: Record<string, string>) =>
  new URLSearchParams({ topic_arn: notice['TopicArn'] ?? '', certificate }).toString();
const read = (notice: Record<string, string>) => readNotice(Buffer.from(JSON.stringify(notice)));

test.each(notices)('AWS’s notice $MessageId of version $SignatureVersion is signed as it says', (notice) => {
  verifyNotice(read(notice), secretFor(notice), NOW);
  for (const changed of ['Message', 'MessageId', 'Timestamp', 'Subject']) {
    const other = { ...notice, [changed]: `${notice[changed] ?? ''}x` };
    expect(() => verifyNotice(read(other), secretFor(notice), NOW)).toThrow(RefusedError);
  }
});

test('a notice of another topic, and one after the certificate’s end, are refused', () => {
  const [notice = {}] = notices;
  const other = new URLSearchParams({ topic_arn: 'arn:aws:sns:us-east-2:1:mine', certificate }).toString();
  expect(() => verifyNotice(read(notice), other, NOW)).toThrow('topic');
  expect(() => verifyNotice(read(notice), secretFor(notice), new Date('2023-01-01'))).toThrow('valid now');
});
