import { verify, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { EcholakeError, messageOf, RefusedError } from '../../contracts/errors.ts';
import { jsonBody } from '../kit/body.ts';
import { sameText, secretPart } from '../kit/secret.ts';

const noticeSchema = z.object({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: z.string(),
  TopicArn: z.string(),
  Subject: z.string().optional(),
  Message: z.string(),
  Timestamp: z.string(),
  Token: z.string().optional(),
  SubscribeURL: z.string().optional(),
  SignatureVersion: z.string().optional(),
  Signature: z.string().optional(),
});

/** What SNS posts: a message of a topic, or the question whether somebody wants its messages. */
type Notice = z.output<typeof noticeSchema>;

/** @throws {RefusedError} 400 when it is none; raw delivery, which is not signed, must be off. */
export function readNotice(body: Uint8Array): Notice {
  const parsed = noticeSchema.safeParse(jsonBody(body));
  if (!parsed.success) throw new RefusedError(400, 'expected a notice of Amazon SNS; raw message delivery must be off');
  return parsed.data;
}

const HASH: Readonly<Record<string, string>> = { '1': 'sha1', '2': 'sha256' };

/**
 * Checks SNS's signature with the certificates of the secret, and that the notice is of our topic: any customer of AWS has a topic, and
 * all are signed alike. https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 * @throws {RefusedError} 401.
 */
export function verifyNotice(notice: Notice, secret: string, now: Date): void {
  if (!sameText(notice.TopicArn, secretPart(secret, 'topic_arn')))
    throw new RefusedError(401, 'expected a notice of the topic whose ARN is topic_arn in the channel’s secret');
  const hash = HASH[notice.SignatureVersion ?? ''];
  if (hash === undefined || notice.Signature === undefined)
    throw new RefusedError(401, 'expected a notice with SignatureVersion 1 or 2 and its Signature');
  const signature = Buffer.from(notice.Signature, 'base64');
  const signed = Buffer.from(signedText(notice));
  const valid = certificates(secret).filter(
    ({ validFrom, validTo }) => Date.parse(validFrom) <= now.getTime() && now.getTime() <= Date.parse(validTo),
  );
  if (valid.length === 0)
    throw new RefusedError(
      401,
      'no certificate in the channel’s secret is valid now: fetch the one at the SigningCertURL of a notice',
    );
  if (!valid.some(({ publicKey }) => verify(hash, signed, publicKey, signature)))
    throw new RefusedError(401, 'the signature does not fit the notice: expected one by a certificate of the channel’s secret');
}

/** Names and values of the fields that SNS signs, in its order, a line each. */
function signedText(notice: Notice): string {
  const names =
    notice.Type === 'Notification'
      ? (['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'] as const)
      : (['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'] as const);
  return names.flatMap((name) => (notice[name] === undefined ? [] : [`${name}\n${notice[name]}\n`])).join('');
}

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

function certificates(secret: string): X509Certificate[] {
  const found = secretPart(secret, 'certificate').match(PEM);
  try {
    if (found === null) throw new Error('no PEM block');
    return found.map((pem) => new X509Certificate(pem));
  } catch (cause) {
    throw new EcholakeError(
      `the channel’s webhook secret: expected certificate=<PEM of SNS’s signing certificate, percent-encoded>, ${messageOf(cause)}`,
      { cause },
    );
  }
}
