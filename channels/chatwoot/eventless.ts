import { z } from 'zod';
import { recordType } from '../channel.ts';

/** That somebody types or opened the widget, or that an inbox was set up: counted, not kept. */
export const eventless = recordType({ name: 'other', schema: z.record(z.string(), z.unknown()), toEvents: () => [] });
