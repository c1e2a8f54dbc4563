import type { Channel, WebhookReply, WebhookRequest } from '../channel.ts';
import { xmlFields } from '../kit/xml.ts';
import { event } from './event.ts';
import { appPublicKey, fieldOf, readCall, signedReply, verifyCall } from './gateway.ts';
import { message } from './message.ts';
import { survey } from './survey.ts';

function pushed({ body }: WebhookRequest): Readonly<Record<string, unknown>> {
  return xmlFields(fieldOf(readCall(body), 'biz_content'), 'XML');
}

/** Whoever sets the gateway up in the console makes Alipay ask for proof that both keys are in place. */
function proveGateway(request: WebhookRequest, secret: string): WebhookReply | undefined {
  if (request.method === 'GET') return undefined;
  const call = readCall(request.body);
  if (fieldOf(call, 'service') !== 'alipay.service.check') return undefined;
  verifyCall(call, secret);
  return signedReply(`<success>true</success><biz_content>${appPublicKey(secret)}</biz_content>`, secret);
}

/** Without it Alipay sends the message twice more, five seconds apart. */
function acknowledge(request: WebhookRequest, secret: string, now: Date): WebhookReply {
  const { FromAlipayUserId: user, AppId: app } = pushed(request);
  const said = `<XML><ToUserId><![CDATA[${cdata(user)}]]></ToUserId><AppId><![CDATA[${cdata(app)}]]></AppId>`;
  return signedReply(`${said}<CreateTime>${now.getTime()}</CreateTime><MsgType><![CDATA[ack]]></MsgType></XML>`, secret);
}

function cdata(value: unknown): string {
  return typeof value === 'string' ? value.replaceAll(']]>', '') : '';
}

export const channel: Channel = {
  name: 'alipay',
  about: 'Alipay life accounts (生活号): messages to them, and follows, through the gateway of the open platform.',
  data: 'X',
  source: 'https://docs.open.alipay.com/279/105937/',
  touchpoint: survey.touchpoint,
  recordTypes: [message, event],
  recordTypeOf: (record) => {
    const type: unknown = Reflect.get(Object(record), 'MsgType');
    return typeof type !== 'string' ? undefined : type === 'event' ? event : message;
  },
  webhook: {
    handshake: proveGateway,
    verify: ({ body }, secret) => verifyCall(readCall(body), secret),
    records: (request) => [pushed(request)],
    accepted: acknowledge,
  },
};
