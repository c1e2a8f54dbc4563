import type { Channel } from '../channel.ts';
import { pagesOf } from '../kit/document.ts';
import { answerEcho, recordsOf, verifyCallback } from './callback.ts';
import { notice } from './notice.ts';
import { session } from './session.ts';
import { sessionsOf } from './sessions.ts';

export const channel: Channel = {
  name: 'wecom',
  about: 'Chats of WeCom customer service (微信客服), as the messages that its API gives.',
  data: 'X',
  source: 'https://developer.work.weixin.qq.com/document/path/94670',
  touchpoint: 'service_chat',
  recordTypes: [session, notice],
  recordTypeOf: (record) => {
    if ('messages' in Object(record)) return session;
    return 'MsgType' in Object(record) ? notice : undefined;
  },
  documentRecords: (document) => sessionsOf(pagesOf(document).flatMap(messagesOf)),
  webhook: {
    verify: verifyCallback,
    handshake: answerEcho,
    records: recordsOf,
    accepted: { status: 200, contentType: 'text/plain', body: '' },
  },
};

/** The messages of one answer of sync_msg. */
function messagesOf(page: unknown): readonly unknown[] {
  const { msg_list } = Object(page);
  return Array.isArray(msg_list) ? msg_list : [page];
}
