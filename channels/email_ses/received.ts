import { z } from 'zod';
import { recordType } from '../channel.ts';
import { customerKeys } from '../kit/customer.ts';
import { unkept } from '../kit/field.ts';
import { readQuestionCode } from '../kit/question.ts';
import { textResponse, type TextSurvey } from '../kit/text-response.ts';
import { businessDate, isoInstant } from '../kit/time.ts';
import { mailHeader, mailText } from './mime.ts';
import { ownWords } from './reply.ts';
import { survey } from './survey.ts';
import { zone } from './zone.ts';

const verdict = z.object({ status: z.string().max(50) }).nullish();

const schema = z.object({
  notificationType: z.literal('Received'),
  receipt: z.object({
    recipients: z.array(z.string().min(3).max(512)).min(1).max(100),
    spamVerdict: verdict,
    virusVerdict: verdict,
    dmarcVerdict: verdict,
    ...unkept('timestamp', 'processingTimeMillis', 'spfVerdict', 'dkimVerdict', 'dmarcPolicy', 'action'),
  }),
  mail: z.object({
    messageId: z.string().min(1).max(200),
    timestamp: isoInstant,
    commonHeaders: z.object({
      from: z.array(z.string().max(2000)).max(100).nullish(),
      ...unkept('to', 'cc', 'subject', 'date', 'messageId', 'returnPath', 'replyTo', 'sender'),
    }),
    ...unkept('source', 'destination', 'headers', 'headersTruncated'),
  }),
  /** The mail itself. Only an SNS action sends it along, up to 150 kB. */
  content: z.string().min(1).max(1_000_000),
});

type Received = z.output<typeof schema>;

/** A mail to one of our addresses. Spam, viruses and what machines answer on their own say nothing. */
export const received = recordType({
  name: 'received',
  schema,
  toEvents: (record) => {
    const { receipt, mail } = record;
    const raw = rawMail(record.content);
    if (receipt.spamVerdict?.status === 'FAIL' || receipt.virusVerdict?.status === 'FAIL' || isAutomatic(raw)) return [];
    const text = ownWords(mailText(raw) ?? '').slice(0, 20_000);
    if (text === '') return [];
    const { survey, inviteId } = asked(receipt.recipients[0] ?? '');
    return textResponse(
      {
        id: mail.messageId,
        at: mail.timestamp,
        businessDate: businessDate(mail.timestamp, zone),
        text,
        sentBy: 'email',
        customer: customerKeys({ email: receipt.dmarcVerdict?.status === 'FAIL' ? null : senderOf(record) }),
        inviteId,
      },
      survey,
    );
  },
});

/** The action may be set to send base64, which keeps other charsets than UTF-8 whole. A mail's first line has a colon, base64 never. */
function rawMail(content: string): Buffer {
  const isBase64 = /^[A-Za-z0-9+/=\s]+$/.test(content.slice(0, 1000));
  return Buffer.from(content, isBase64 ? 'base64' : 'utf8');
}

function isAutomatic(raw: Buffer): boolean {
  const header = mailHeader(raw);
  return (
    (header['auto-submitted'] ?? 'no').toLowerCase() !== 'no' ||
    /^(?:bulk|junk|list|auto_reply)$/i.test(header['precedence'] ?? '')
  );
}

/** The address in `Name <address>` or by itself. */
function senderOf({ mail }: Received): string | null {
  const from = mail.commonHeaders.from?.[0] ?? '';
  return /<([^<>\s]+@[^<>\s]+)>\s*$/.exec(from)?.[1] ?? (/^[^\s<>]+@[^\s<>]+$/.test(from.trim()) ? from.trim() : null);
}

/** The address says what was asked: `<survey or question code>+<invite>@…`, where either part may be missing. */
function asked(address: string): { readonly survey: TextSurvey; readonly inviteId: string | null } {
  const [, name = '', invite = ''] = /^([^+@]+)(?:\+([^@]{1,200}))?@/.exec(address) ?? [];
  const isCode = readQuestionCode(name).scale !== null;
  return { survey: isCode ? { ...survey, question: name } : survey, inviteId: invite === '' ? null : invite };
}
