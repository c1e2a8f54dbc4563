import type { Channel } from '../channel.ts';
import { account } from './account.ts';
import { contact } from './contact.ts';

export const channel: Channel = {
  name: 'salesforce',
  about: 'Contacts and person accounts of a Salesforce CRM, as the CSV files of an export.',
  data: 'O',
  source:
    'https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_contact.htm',
  recordTypes: [contact, account],
};
