import { describe, expect, test } from 'vitest';
import { timeInName } from '../../channels/kit/call-analytics.ts';
import { loadChannel } from '../../channels/load.ts';
import { readFixture, sendThrough } from './door.ts';

async function rowsOf(channel: string, fixture: string) {
  const send = await sendThrough(channel);
  return send(readFixture(channel, fixture)).rows.map(({ table, cells }) => ({ table, ...cells }));
}

const PSEUDONYM = expect.stringMatching(/^[0-9a-f]{32}$/);
const RECEIVED = '2026-11-05T18:00:00.000Z';

describe('a call in Transcribe', () => {
  test('starts when its job’s name says, and its turns with it', async () => {
    expect(await rowsOf('transcribe', 'answered')).toMatchObject([
      {
        table: 'conversation',
        event_id: 'transcribe/hotline-0017-20261105T155900Z',
        business_date: '2026-11-05',
        medium: 'call',
        status: 'answered',
        started_at: '2026-11-05T15:59:00.000Z',
        answered_at: '2026-11-05T15:59:00.040Z',
        ended_at: '2026-11-05T16:00:32.000Z',
        duration_ms: 92_000,
        customer_talk_ms: 35_000,
        agent_talk_ms: 45_000,
        silence_ms: 6200,
        interruption_count: 1,
        customer_sentiment: -2.25,
        agent_sentiment: 1.5,
        summary: '顾客反映外卖洒漏，回电 [phone]。',
        language: 'zh-CN',
        extra: null,
      },
      { table: 'conversation_turn', turn_number: 1, speaker: 'agent', sentiment: 'neutral', began_ms: 40, finished_ms: 3050 },
      {
        turn_number: 2,
        speaker: 'customer',
        sentiment: 'negative',
        comment: '汤全洒了，我电话是 [phone]。',
        business_date: '2026-11-05',
      },
    ]);
  });

  test('that nobody answered is abandoned, and without a time it is of now', async () => {
    const [call] = await rowsOf('transcribe', 'nobody-answered');
    expect(call).toMatchObject({ status: 'abandoned', started_at: RECEIVED, answered_at: null, ended_at: null });
  });
});

test.each([
  ['a_20261105T10:15_UTC.wav', '2026-11-05T10:15:00.000Z'],
  ['20261105T101530Z-hotline', '2026-11-05T10:15:30.000Z'],
  ['20261305T101530Z', null],
  ['20260230T101530Z', null],
  ['20261105T101530', null],
])('the name %s tells %s', (name, instant) => expect(timeInName(name)).toBe(instant));

describe('a contact in Contact Lens', () => {
  test('by phone is known by its recording', async () => {
    expect(await rowsOf('contact_lens', 'call')).toMatchObject([
      {
        medium: 'call',
        touchpoint: 'service_call',
        started_at: '2026-11-05T10:15:00.000Z',
        answered_at: '2026-11-05T10:15:01.500Z',
        customer_sentiment: 3.1,
        summary: 'The customer asked for a refund.',
        extra: null,
      },
      { turn_number: 1, speaker: 'agent', began_ms: 1500 },
      { turn_number: 2, speaker: 'customer', comment: 'I was charged twice, write to me at [email]' },
    ]);
  });

  test('by chat has words only where something was written', async () => {
    expect(await rowsOf('contact_lens', 'chat')).toMatchObject([
      {
        medium: 'chat',
        touchpoint: 'service_chat',
        started_at: '2026-11-05T23:59:30.000Z',
        answered_at: '2026-11-06T00:00:10.000Z',
        customer_sentiment: -0.5,
        agent_sentiment: 1.25,
      },
      { speaker: 'customer', began_ms: 10_500, comment: 'Where is my order? Call [phone]' },
      { speaker: 'agent', comment: 'It is on its way.' },
      { speaker: 'system', comment: null },
    ]);
  });
});

describe('Chatwoot', () => {
  test('tells of a conversation whole', async () => {
    expect(await rowsOf('chatwoot', 'conversation-resolved')).toMatchObject([
      {
        event_id: 'chatwoot/1/17',
        event_version: 1_793_879_700_123,
        account_key: PSEUDONYM,
        email_key: PSEUDONYM,
        phone_key: PSEUDONYM,
        member_key: PSEUDONYM,
        queue: '3',
        agent_id: '8',
        topic: 'refund',
        status: 'answered',
        answered_at: '2026-11-05T11:41:30.250Z',
        duration_ms: 900_000,
        extra: null,
      },
    ]);
    expect(await rowsOf('chatwoot', 'conversation-missed')).toMatchObject([{ status: 'missed' }]);
  });

  test('tells of a message with its conversation, and of a note without its words', async () => {
    expect(await rowsOf('chatwoot', 'message-incoming')).toMatchObject([
      { table: 'conversation', status: 'open' },
      {
        table: 'conversation_turn',
        event_id: 'chatwoot/1/17/901',
        turn_number: 901,
        speaker: 'customer',
        comment: '我的电话是 [phone]，什么时候退款？',
        began_ms: 5500,
      },
    ]);
    expect(await rowsOf('chatwoot', 'message-by-an-agent')).toMatchObject([{}, { speaker: 'agent', turn_number: 902 }]);
    expect(await rowsOf('chatwoot', 'message-by-a-bot')).toMatchObject([{}, { speaker: 'bot' }]);
    expect((await rowsOf('chatwoot', 'note-among-agents')).map(({ table }) => table)).toEqual(['conversation']);
  });

  test('gives a contact the keys that its conversations have', async () => {
    const [contact] = await rowsOf('chatwoot', 'contact');
    const [conversation] = await rowsOf('chatwoot', 'conversation-resolved');
    for (const key of ['account_key', 'email_key', 'phone_key', 'member_key'])
      expect(Object(contact)[key]).toBe(Object(conversation)[key]);
  });
});

describe('WeCom', () => {
  test('gives a session, without what was taken back', async () => {
    expect(await rowsOf('wecom', 'session')).toMatchObject([
      {
        event_id: 'wecom/invented-1',
        event_version: 1_793_880_900_000,
        account_key: PSEUDONYM,
        agent_id: null,
        queue: 'wkInvented',
        status: 'answered',
        started_at: '2026-11-05T12:00:05.000Z',
        answered_at: '2026-11-05T12:00:40.000Z',
        ended_at: '2026-11-05T12:15:00.000Z',
        duration_ms: 895_000,
      },
      { event_id: 'wecom/invented-1/invented-1', turn_number: 1, comment: '排号多久？我电话 [phone]' },
      { turn_number: 2, speaker: 'customer', comment: null },
      { turn_number: 3, speaker: 'agent', began_ms: 35_000 },
      { turn_number: 4, comment: null },
    ]);
    expect(await rowsOf('wecom', 'session-missed')).toMatchObject([{ status: 'missed' }, {}]);
    expect(await rowsOf('wecom', 'session-least')).toMatchObject([{ status: 'open' }, {}]);
    expect(await rowsOf('wecom', 'entered-and-left')).toEqual([]);
    expect(await rowsOf('wecom', 'notice')).toEqual([]);
  });

  test('has one session a customer, account and day, unless it was ended before', async () => {
    const { documentRecords } = await loadChannel('wecom');
    const said = (msgid: string, external_userid: string, send_time: number) => ({
      msgid,
      open_kfid: 'k',
      external_userid,
      send_time,
    });
    const end = {
      msgid: 'end',
      send_time: 30,
      event: { event_type: 'session_status_change', open_kfid: 'k', external_userid: 'a', change_type: 3 },
    };
    const midnight = Date.parse('1970-01-02T00:00:00+08:00') / 1000;
    const pages = [
      { msg_list: [said('late', 'a', 40), said('other', 'b', 15), end], next_cursor: 'x' },
      { msg_list: [said('first', 'a', 10), said('next day', 'b', midnight), { msgid: 'lost' }] },
    ];
    const records = documentRecords?.(pages) ?? [];
    expect(records.map((record) => Object(record).messages?.map((one: unknown) => Object(one).msgid))).toEqual([
      ['first', 'end'],
      ['other'],
      ['late'],
      ['next day'],
      undefined,
    ]);
  });
});

describe('a complaint', () => {
  test('is a ticket and what the customer wrote', async () => {
    expect(await rowsOf('complaint', 'full')).toMatchObject([
      {
        table: 'ticket',
        event_id: 'complaint/C-2026-0042',
        business_date: '2026-11-06',
        phone_key: PSEUDONYM,
        touchpoint: 'delivery_arrival',
        status: 'solved',
        opened_at: '2026-11-05T16:10:00.000Z',
        extra: null,
      },
      { table: 'ticket_event', kind: 'created', actor_role: 'customer', comment: '汤全洒了，打 [phone] 没人理。' },
    ]);
  });

  test('in a list is on local clocks, blank cells are missing, and the phone gives the same key', async () => {
    const [ticket] = await rowsOf('complaint', 'row');
    const [full] = await rowsOf('complaint', 'full');
    expect(ticket).toMatchObject({
      opened_at: '2026-11-05T15:30:00.000Z',
      event_version: Date.parse('2026-11-06T09:00:00+08:00'),
      order_id: null,
      email_key: null,
      priority: null,
      touchpoint: 'complaint',
      status: 'open',
    });
    expect(Object(ticket).phone_key).toBe(Object(full).phone_key);
  });
});
