import { z } from 'zod';
import { recordType } from '../channel.ts';
import { customerKeys } from '../kit/customer.ts';
import { unkept } from '../kit/field.ts';
import { textResponse } from '../kit/text-response.ts';
import { businessDate } from '../kit/time.ts';
import { survey } from './survey.ts';
import { zone } from './zone.ts';

const CONSENT: Readonly<Record<string, boolean>> = { STOP: false, START: true };

/** A message to one of our numbers. It carries no time: it counts when it reaches us. */
export const incomingMessage = recordType({
  name: 'incoming_message',
  schema: z.object({
    MessageSid: z.string().min(1).max(200),
    /** E.164, after `whatsapp:` or another name of a network where it came by one. */
    From: z.string().min(1).max(200),
    Body: z.string().max(20_000).default(''),
    /** What Twilio itself took the message for, where it manages opt-outs. */
    OptOutType: z.string().max(50).nullish(),
    ...unkept('SmsSid', 'SmsMessageSid', 'AccountSid', 'MessagingServiceSid', 'To', 'ApiVersion', 'SmsStatus', 'NumSegments'),
    ...unkept('MessageType', 'ChannelMetadata', 'ReferralNumMedia', 'NumMedia', 'MediaUrl0', 'MediaContentType0', 'SmsSegments'),
    ...unkept('FromCity', 'FromState', 'FromZip', 'FromCountry', 'ToCity', 'ToState', 'ToZip', 'ToCountry'),
    ...unkept('ProfileName', 'WaId', 'Forwarded', 'FrequentlyForwarded', 'ButtonText', 'ButtonPayload', 'AddOns'),
    ...unkept('Latitude', 'Longitude', 'Address', 'Label', 'OriginalRepliedMessageSender', 'OriginalRepliedMessageSid'),
  }),
  toEvents: (record, { receivedAt }) =>
    record.Body.trim() === ''
      ? []
      : textResponse(
          {
            id: record.MessageSid,
            at: receivedAt,
            businessDate: businessDate(receivedAt, zone),
            text: record.Body,
            sentBy: record.From.startsWith('whatsapp:') ? 'whatsapp' : 'sms',
            customer: customerKeys({ phone: record.From.replace(/^[a-z]+:/, '') }),
            consent: CONSENT[record.OptOutType ?? ''] ?? null,
          },
          survey,
        ),
});
