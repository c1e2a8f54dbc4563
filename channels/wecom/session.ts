import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { conversation } from '../../contracts/events/conversation.ts';
import { conversationTurn } from '../../contracts/events/conversation-turn.ts';
import { recordType } from '../channel.ts';
import { epochSeconds } from '../kit/epoch.ts';
import { unkept } from '../kit/field.ts';
import { businessDate } from '../kit/time.ts';
import { zone } from './zone.ts';

/** `origin` of a message: the customer, the system, or whoever serves in the app. */
const CUSTOMER = 3;
const SYSTEM = 4;
const SERVICER = 5;

const message = z.object({
  msgid: z.string().min(1).max(128),
  send_time: epochSeconds,
  origin: z.union([z.literal(CUSTOMER), z.literal(SYSTEM), z.literal(SERVICER)], 'expected 3, 4 or 5'),
  msgtype: z.string().max(50),
  text: z.object({ content: z.string().max(20_000), ...unkept('menu_id') }).nullish(),
  event: z
    .object({
      event_type: z.string().max(100),
      change_type: z.int().nullish(),
      recall_msgid: z.string().max(128).nullish(),
      ...unkept(
        'open_kfid',
        'external_userid',
        'scene',
        'scene_param',
        'welcome_code',
        'wechat_channels',
        'fail_msgid',
        'fail_type',
      ),
      ...unkept('servicer_userid', 'old_servicer_userid', 'new_servicer_userid', 'msg_code', 'status', 'stop_type'),
    })
    .nullish(),
  ...unkept(
    'open_kfid',
    'external_userid',
    'servicer_userid',
    'image',
    'voice',
    'video',
    'file',
    'location',
    'link',
    'business_card',
  ),
  ...unkept(
    'miniprogram',
    'msgmenu',
    'channels',
    'channels_shop_product',
    'channels_shop_order',
    'merged_msg',
    'note',
    'meeting',
    'schedule',
  ),
});

/**
 * A session, told by its first message. WeCom calls staff by their account, often a name, so nobody is named for us. What was
 * taken back keeps its place and loses its words.
 */
export const session = recordType({
  name: 'session',
  schema: z.object({
    open_kfid: z.string().min(1).max(200),
    external_userid: z.string().min(1).max(512),
    messages: z.array(message).min(1).max(10_000),
  }),
  toEvents: ({ open_kfid, external_userid, messages }) => {
    const recalled = new Set(messages.map(({ event }) => event?.recall_msgid));
    const turns = messages.filter(({ origin, msgtype }) => origin !== SYSTEM && msgtype !== 'event');
    const [first, last] = [turns[0], turns.at(-1)];
    if (first === undefined || last === undefined) return [];
    const answer = turns.find(({ origin }) => origin === SERVICER);
    const end = messages.find(({ event }) => event?.event_type === 'session_status_change' && event.change_type === 3);
    const sinceFirst = (instant: string) => Date.parse(instant) - Date.parse(first.send_time);
    const version = Math.max(...messages.map(({ send_time }) => Date.parse(send_time)));
    const at = (nativeId: string, occurredAt: string) => ({
      nativeId,
      version,
      occurredAt,
      businessDate: businessDate(first.send_time, zone),
    });
    return [
      draft(conversation, at(first.msgid, first.send_time), {
        conversation_id: first.msgid,
        medium: 'chat',
        account_key: external_userid,
        touchpoint: 'service_chat',
        queue: open_kfid,
        status: answer !== undefined ? 'answered' : end === undefined ? 'open' : 'missed',
        started_at: first.send_time,
        answered_at: answer?.send_time,
        ended_at: end?.send_time,
        duration_ms: Math.max(0, sinceFirst((end ?? last).send_time)),
      }),
      ...turns.map(({ msgid, origin, send_time, text }, i) =>
        draft(conversationTurn, at(`${first.msgid}/${msgid}`, send_time), {
          conversation_id: first.msgid,
          turn_number: i + 1,
          speaker: origin === CUSTOMER ? 'customer' : 'agent',
          comment: recalled.has(msgid) ? null : text?.content,
          began_ms: Math.max(0, sinceFirst(send_time)),
        }),
      ),
    ];
  },
});
