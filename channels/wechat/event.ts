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

/** What customers do with the account, in our words. Other events tell of WeChat's own work, or where somebody is. */
const ACTIONS: Readonly<Record<string, string>> = {
  subscribe: 'wechat_follow',
  unsubscribe: 'wechat_unfollow',
  scan: 'wechat_scan',
  click: 'wechat_menu',
  view: 'wechat_link',
  view_miniprogram: 'wechat_mini_program',
  user_enter_tempsession: 'wechat_enter_session',
};

/** A customer's step in the account that is no message. It has no id, so who, when and what make one. */
export const event = recordType({
  name: 'event',
  schema: z.object({
    ...push,
    MsgType: z.literal('event'),
    Event: z.string().min(1).max(200),
    /** Key of a menu entry, scene of a code, or address of a link. */
    EventKey: z.union([z.string().max(2000), z.int().transform(String)]).nullish(),
    ...unkept('Ticket', 'MenuId', 'Latitude', 'Longitude', 'Precision', 'MsgID', 'MsgId', 'Status', 'List', 'debug_str'),
    ...unkept('ScanCodeInfo', 'SendPicsInfo', 'SendLocationInfo', 'UnionId', 'SubscribeMsgPopupEvent'),
    ...unkept('SubscribeMsgChangeEvent', 'SubscribeMsgSentEvent'),
  }),
  toEvents: (record) => {
    const action = ACTIONS[record.Event.toLowerCase()];
    if (action === undefined) return [];
    const at = record.CreateTime;
    const key = (record.EventKey ?? '').replace(/^qrscene_/, '');
    return [
      draft(
        appEvent,
        {
          nativeId: digestId(record.FromUserName, at, record.Event, key),
          version: 0,
          occurredAt: at,
          businessDate: businessDate(at, zone),
        },
        { action, ...customerKeys({ account_id: record.FromUserName }), page: pageOf(key) },
      ),
    ];
  },
});

/** The key without what stands behind a question mark or a hash, where links carry tokens. */
function pageOf(key: string): string | null {
  const page = key.split(/[?#]/)[0] ?? '';
  return page === '' ? null : page.slice(0, 1000);
}
