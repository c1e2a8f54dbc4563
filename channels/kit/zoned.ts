import { z } from 'zod';

/**
 * An ISO 8601 time that carries the offset of the business it happened in, as vendors with a zone per shop write it: the UTC
 * instant, and the calendar day on the clocks that wrote it.
 */
export const zonedInstant = z.iso
  .datetime({ offset: true })
  .transform((text) => ({ at: new Date(text).toISOString(), date: text.slice(0, 10) }));
