import type { Channel } from '../channel.ts';
import { verifyToken } from '../kit/token.ts';
import { survey } from './survey.ts';
import { uplink } from './uplink.ts';

export const channel: Channel = {
  name: 'sms_aliyun',
  about: 'Aliyun SMS: what customers text back (SmsUp), pushed over HTTP.',
  data: 'X',
  source: 'https://help.aliyun.com/zh/sms/developer-reference/smsup-http',
  touchpoint: survey.touchpoint,
  recordTypes: [uplink],
  recordTypeOf: () => uplink,
  webhook: {
    verify: verifyToken,
    accepted: { status: 200, contentType: 'application/json', body: '{"code":0,"msg":"接收成功"}' },
  },
};
