import { customer, id, optional, place, text } from '../column.ts';
import { defineEvent } from '../event.ts';

export const appEvent = defineEvent({
  table: 'app_event',
  version: 1,
  about: 'What a customer did in an app, a mini program or on a site (埋点).',
  grain: 'one action',
  columns: {
    action: id('Action in the words of the tracking plan.'),
    session_id: optional(id('Session.')),
    ...customer,
    ...place,
    page: optional(text('Screen or path, without its query.')),
    properties: optional(text('JSON of what the tracking plan allows.')),
  },
});
