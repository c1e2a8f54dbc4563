import type { Channel } from '../channel.ts';
import { push, TOUCHPOINT } from './push.ts';
import { pushOf, verifyPush } from './signature.ts';

export const channel: Channel = {
  name: 'kuaidi100',
  about: 'Ways of parcels in China, as Kuaidi100 (快递100) pushes them for the carriers.',
  data: 'O',
  source: 'https://apifox.com/apidoc/project-514987/api-8568518',
  touchpoint: TOUCHPOINT,
  recordTypes: [push],
  recordTypeOf: (record) => ('lastResult' in Object(record) ? push : undefined),
  webhook: {
    verify: verifyPush,
    records: (request) => [pushOf(request)],
    accepted: {
      status: 200,
      contentType: 'application/json',
      body: JSON.stringify({ result: true, returnCode: '200', message: '成功' }),
    },
  },
};
