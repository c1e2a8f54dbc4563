import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { visit as visitEvent } from '../../contracts/events/visit.ts';
import { recordType } from '../channel.ts';
import { customerBlock, customerKeys } from '../kit/customer.ts';
import { businessDate, isoInstant } from '../kit/time.ts';
import { zone } from './zone.ts';

/** Where a stay belongs in the journey, unless its record says otherwise. */
export const TOUCHPOINT = 'dine_in_meal';

const id = z.string().min(1).max(200);

/** The stations of a stay, in the only order they can come in. */
const STATIONS = ['arrived_at', 'seated_at', 'served_at', 'left_at'] as const;

/** A stay as a queue system sends it, each time the party moves on. */
const visitSchema = z
  .object({
    type: z.literal('visit'),
    visit_id: id,
    org_unit_id: id,
    order_id: id.nullish(),
    touchpoint: id.nullish(),
    customer: customerBlock.nullish(),
    arrived_at: isoInstant,
    seated_at: isoInstant.nullish(),
    served_at: isoInstant.nullish(),
    left_at: isoInstant.nullish(),
    party_size: z.int().min(1).max(1000).nullish(),
    updated_at: isoInstant,
  })
  .superRefine((record, context) => {
    let before: (typeof STATIONS)[number] = 'arrived_at';
    for (const station of STATIONS) {
      const [from, to] = [record[before], record[station]];
      if (from == null || to == null) continue;
      if (Date.parse(to) < Date.parse(from)) {
        context.addIssue({ code: 'custom', path: [station], message: `expected a time not before ${before}` });
      }
      before = station;
    }
  });

/** A stay of one party. A later `updated_at` replaces the state of the same `visit_id`. */
export const visit = recordType({
  name: 'visit',
  schema: visitSchema,
  toEvents: (record) => [
    draft(
      visitEvent,
      {
        nativeId: record.visit_id,
        version: Date.parse(record.updated_at),
        occurredAt: record.arrived_at,
        businessDate: businessDate(record.arrived_at, zone),
      },
      {
        visit_id: record.visit_id,
        order_id: record.order_id,
        ...customerKeys(record.customer),
        org_unit_id: record.org_unit_id,
        touchpoint: record.touchpoint ?? TOUCHPOINT,
        arrived_at: record.arrived_at,
        seated_at: record.seated_at,
        served_at: record.served_at,
        left_at: record.left_at,
        party_size: record.party_size,
      },
    ),
  ],
});
