import type { Channel } from '../channel.ts';
import { jsonBody } from '../kit/body.ts';
import { received } from './received.ts';
import { readNotice, verifyNotice } from './sns.ts';
import { survey } from './survey.ts';

export const channel: Channel = {
  name: 'email_ses',
  about: 'Mails that customers send to Amazon SES, told of through an SNS topic.',
  data: 'X',
  source: 'https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html',
  touchpoint: survey.touchpoint,
  recordTypes: [received],
  recordTypeOf: (record) => (Reflect.get(Object(record), 'notificationType') === 'Received' ? received : undefined),
  webhook: {
    /** A topic asks once whether its mails are wanted. Its owner opens the link, which goes to the log; nothing here calls out. */
    handshake: (request, secret, now) => {
      const notice = readNotice(request.body);
      if (notice.Type === 'Notification') return undefined;
      verifyNotice(notice, secret, now);
      console.log(
        JSON.stringify({ event: 'sns_asks', channel: 'email_ses', type: notice.Type, open_to_confirm: notice.SubscribeURL }),
      );
      return { status: 200, contentType: 'text/plain', body: `${notice.Type} was logged: open its SubscribeURL to confirm` };
    },
    verify: (request, secret, now) => verifyNotice(readNotice(request.body), secret, now),
    records: (request) => [jsonBody(Buffer.from(readNotice(request.body).Message))],
  },
};
