import { type Channel, byField } from '../channel.ts';
import { signedWebhook } from '../kit/signature.ts';
import { invite } from './invite.ts';
import { response } from './response.ts';

const recordTypes = [response, invite];

export const channel: Channel = {
  name: 'survey',
  about: 'Our own survey payload, for web, app, mini program, kiosk and QR codes.',
  data: 'X',
  source: 'channels/survey/README.md',
  recordTypes,
  recordTypeOf: byField('type', recordTypes),
  webhook: signedWebhook,
};
