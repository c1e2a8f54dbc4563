import type { Channel } from '../channel.ts';
import { recordsAt } from '../kit/document.ts';
import { byHeader } from '../kit/table.ts';
import { row, tableRow } from './row.ts';

const tableOf = byHeader([tableRow]);

export const channel: Channel = {
  name: 'google_ads',
  about: 'What campaigns of Google Ads cost by day, as answers of its API or as a table.',
  data: 'O',
  source: 'https://developers.google.com/google-ads/api/rest/common/search',
  recordTypes: [row, tableRow],
  recordTypeOf: (record) => ('campaign' in Object(record) ? row : tableOf(record)),
  documentRecords: recordsAt(['results']),
};
