import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { target as targetEvent } from '../../contracts/events/target.ts';
import { recordType } from '../channel.ts';
import { businessDate, isoInstant } from '../kit/time.ts';
import { zone } from './zone.ts';

const RANGES = {
  nps: [-100, 100],
  csat: [0, 1],
  ces: [0, 1],
  response_ratio: [0, 1],
  resolution_ratio: [0, 1],
  revenue: [0, Number.MAX_VALUE],
} as const;

/** A target as it was set. */
export const targetSchema = z
  .object({
    type: z.literal('target'),
    metric: targetEvent.columns.metric.schema,
    org_unit_id: z.string().max(200).nullish(),
    touchpoint: z.string().max(200).nullish(),
    value: z.number(),
    start_date: z.iso.date(),
    end_date: z.iso.date().nullish(),
    updated_at: isoInstant,
  })
  .superRefine((record, context) => {
    const [low, high] = RANGES[record.metric];
    if (record.value < low || record.value > high) {
      const expected = 'expected a value in the metric’s own unit: nps −100 to 100, csat and every ratio 0 to 1, revenue from 0';
      context.addIssue({ code: 'custom', path: ['value'], message: expected });
    }
    if (record.end_date != null && record.end_date < record.start_date) {
      context.addIssue({ code: 'custom', path: ['end_date'], message: 'expected a day not before start_date' });
    }
  });

/** A target of a unit. A later `updated_at` replaces the one of the same metric, unit, touchpoint and first day. */
export const target = recordType({
  name: 'target',
  schema: targetSchema,
  toEvents: (record) => [
    draft(
      targetEvent,
      {
        nativeId: [record.metric, record.org_unit_id ?? '', record.touchpoint ?? '', record.start_date].join('/'),
        version: Date.parse(record.updated_at),
        occurredAt: record.updated_at,
        businessDate: businessDate(record.updated_at, zone),
      },
      {
        metric: record.metric,
        org_unit_id: record.org_unit_id,
        touchpoint: record.touchpoint,
        value: record.value,
        start_date: record.start_date,
        end_date: record.end_date,
      },
    ),
  ],
});
