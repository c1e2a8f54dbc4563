import { z } from 'zod';
import { recordType } from '../channel.ts';
import { customerKeys } from '../kit/customer.ts';
import { unkept, vendorId } from '../kit/field.ts';
import { textResponse } from '../kit/text-response.ts';
import { businessDate, localInstant } from '../kit/time.ts';
import { survey } from './survey.ts';
import { zone } from './zone.ts';

/** A text message that a customer sent back. */
export const uplink = recordType({
  name: 'uplink',
  schema: z.object({
    phone_number: z.string().min(1).max(50),
    content: z.string().max(5000),
    send_time: localInstant(zone),
    sequence_id: vendorId,
    ...unkept('dest_code', 'sign_name'),
  }),
  toEvents: (record) =>
    textResponse(
      {
        id: record.sequence_id,
        at: record.send_time,
        businessDate: businessDate(record.send_time, zone),
        text: record.content,
        sentBy: 'sms',
        customer: customerKeys({ phone: record.phone_number }),
      },
      survey,
    ),
});
