import type { Channel } from '../channel.ts';
import { call } from './call.ts';

export const channel: Channel = {
  name: 'transcribe',
  about: 'Hotline calls, as Amazon Transcribe Call Analytics writes them down.',
  data: 'X',
  source: 'https://docs.aws.amazon.com/transcribe/latest/dg/tca-output-batch.html',
  touchpoint: 'service_call',
  recordTypes: [call],
  recordTypeOf: () => call,
};
