import { z } from 'zod';
import { recordType } from '../channel.ts';

/** A callback, such as `kf_msg_or_event`: that there are messages to be fetched. It holds none, so it makes nothing. */
export const notice = recordType({ name: 'notice', schema: z.record(z.string(), z.unknown()), toEvents: () => [] });
