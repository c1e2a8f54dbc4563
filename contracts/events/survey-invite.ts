import { customer, id, instant, oneOf, optional, place, text } from '../column.ts';
import { defineEvent } from '../event.ts';

export const surveyInvite = defineEvent({
  table: 'survey_invite',
  version: 1,
  about: 'That a customer was asked, or was not, and why not. The denominator of response rates.',
  grain: 'one decision to ask one customer about one touchpoint event',
  columns: {
    invite_id: id('Invite.'),
    survey_id: id('Questionnaire.'),
    order_id: optional(id('Order that triggered it.')),
    status: oneOf(['sent', 'delivered', 'opened', 'bounced', 'skipped'], 'Furthest state known.'),
    skip_reason: optional(text('Rule that held it back, for skipped invites.')),
    sent_by: optional(id('Way it was sent: wechat, sms, email, app, qr.')),
    ...customer,
    ...place,
    sent_at: optional(instant('When it left us.')),
  },
});
