import type { Channel } from '../channel.ts';
import { contact } from './contact.ts';

export const channel: Channel = {
  name: 'contact_lens',
  about: 'Calls and chats of Amazon Connect, as Contact Lens analyses them.',
  data: 'X',
  source: 'https://docs.aws.amazon.com/connect/latest/adminguide/contact-lens-example-output-files.html',
  touchpoint: 'service_call',
  recordTypes: [contact],
  recordTypeOf: () => contact,
};
