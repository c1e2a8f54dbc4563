import type { Channel, RecordType } from '../channel.ts';
import { contact } from './contact.ts';
import { conversation } from './conversation.ts';
import { eventless } from './eventless.ts';
import { message } from './message.ts';
import { verifyChatwoot } from './signature.ts';

const BY_EVENT: ReadonlyMap<unknown, RecordType> = new Map([
  ['conversation_created', conversation],
  ['conversation_updated', conversation],
  ['conversation_status_changed', conversation],
  ['message_created', message],
  ['message_updated', message],
  ['contact_created', contact],
  ['contact_updated', contact],
  ['webwidget_triggered', eventless],
  ['inbox_created', eventless],
  ['inbox_updated', eventless],
  ['conversation_typing_on', eventless],
  ['conversation_typing_off', eventless],
]);

export const channel: Channel = {
  name: 'chatwoot',
  about: 'Chats of a Chatwoot inbox, by webhook.',
  data: 'X and O',
  source: 'https://www.chatwoot.com/hc/user-guide/articles/1677693021-how-to-use-webhooks',
  touchpoint: 'service_chat',
  recordTypes: [conversation, message, contact, eventless],
  recordTypeOf: (record) => BY_EVENT.get(Object(record).event),
  webhook: { verify: verifyChatwoot },
};
