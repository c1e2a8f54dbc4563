import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { appEvent } from '../../contracts/events/app-event.ts';
import { recordType } from '../channel.ts';
import { customerKeys } from '../kit/customer.ts';
import { digestId } from '../kit/event-id.ts';
import { unkept } from '../kit/field.ts';
import { businessDate } from '../kit/time.ts';
import { push } from './push.ts';
import { zone } from './zone.ts';

const ACTIONS: Readonly<Record<string, string>> = {
  follow: 'alipay_follow',
  unfollow: 'alipay_unfollow',
  enter: 'alipay_enter',
  click: 'alipay_menu',
};

/** A customer's step in the life account that is no message. It may lack an id; who, when and what make one. */
export const event = recordType({
  name: 'event',
  schema: z.object({
    ...push,
    MsgType: z.literal('event'),
    EventType: z.string().min(1).max(200),
    /** Key of a menu entry; of other events JSON about the scene, which is left out. */
    ActionParam: z.string().max(20_000).nullish(),
    ...unkept('MsgId'),
  }),
  toEvents: (record) => {
    const action = ACTIONS[record.EventType.toLowerCase()];
    if (action === undefined) return [];
    const at = record.CreateTime;
    const key = record.ActionParam ?? '';
    const isMenuKey = action === 'alipay_menu' && /^[\w.-]{1,200}$/.test(key);
    return [
      draft(
        appEvent,
        {
          nativeId: digestId(record.FromAlipayUserId, at, record.EventType, key),
          version: 0,
          occurredAt: at,
          businessDate: businessDate(at, zone),
        },
        { action, ...customerKeys({ alipay_id: record.FromAlipayUserId }), page: isMenuKey ? key : null },
      ),
    ];
  },
});
