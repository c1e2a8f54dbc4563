import type { Channel } from '../channel.ts';
import { signedWebhook } from '../kit/signature.ts';
import { complaint } from './complaint.ts';
import { row } from './row.ts';

export const channel: Channel = {
  name: 'complaint',
  about: 'Our own complaint payload, for a form on a site or a list kept by hand.',
  data: 'X and O',
  source: 'channels/complaint/README.md',
  touchpoint: 'complaint',
  recordTypes: [complaint, row],
  recordTypeOf: (record) => {
    const { type, complaint_id } = Object(record);
    if (type === complaint.name) return complaint;
    return type === undefined && complaint_id !== undefined ? row : undefined;
  },
  webhook: signedWebhook,
};
