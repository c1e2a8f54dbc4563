import { z } from 'zod';
import { recordType } from '../channel.ts';
import { customerKeys } from '../kit/customer.ts';
import { unkept } from '../kit/field.ts';
import { textResponse } from '../kit/text-response.ts';
import { businessDate } from '../kit/time.ts';
import { push } from './push.ts';
import { survey } from './survey.ts';
import { zone } from './zone.ts';

/** A message to the life account. Only texts say something that we keep. */
export const message = recordType({
  name: 'message',
  schema: z.object({
    ...push,
    MsgType: z.string().min(1).max(50),
    MsgId: z.string().min(1).max(200),
    Text: z.object({ Content: z.string().max(20_000) }).nullish(),
    ...unkept('Image', 'EventType', 'ActionParam'),
  }),
  toEvents: (record) => {
    const at = record.CreateTime;
    const text = record.Text?.Content ?? '';
    if (text.trim() === '') return [];
    const customer = customerKeys({ alipay_id: record.FromAlipayUserId });
    return textResponse({ id: record.MsgId, at, businessDate: businessDate(at, zone), text, sentBy: 'alipay', customer }, survey);
  },
});
