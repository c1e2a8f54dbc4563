import type { Channel } from '../channel.ts';
import { recordsAt } from '../kit/document.ts';
import { contact } from './contact.ts';
import { notice } from './notice.ts';
import { verifyHubspot } from './signature.ts';

export const channel: Channel = {
  name: 'hubspot',
  about: 'Contacts of a HubSpot CRM: answers of its API as files, and notices of changes by webhook.',
  data: 'O',
  source: 'https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/guide',
  recordTypes: [contact, notice],
  recordTypeOf: (record) => {
    const fields = Object(record);
    if ('subscriptionType' in fields) return notice;
    return 'properties' in fields ? contact : undefined;
  },
  webhook: { verify: verifyHubspot },
  documentRecords: recordsAt(['results']),
};
