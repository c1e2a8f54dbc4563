import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { initiative as initiativeEvent } from '../../contracts/events/initiative.ts';
import { recordType } from '../channel.ts';
import { cell } from '../kit/table.ts';
import { businessDate, isoInstant } from '../kit/time.ts';
import { checkPeriod, day, id, staffNumber } from './fields.ts';
import { zone } from './zone.ts';

export const initiativeSchema = z
  .object({
    type: cell(z.literal('initiative')),
    initiative_id: id,
    name: z.string().min(1).max(1000),
    touchpoint: cell(id),
    owner_id: cell(staffNumber),
    status: initiativeEvent.columns.status.schema,
    start_date: cell(day),
    end_date: cell(day),
    updated_at: isoInstant,
  })
  .superRefine(checkPeriod);

/** What is done for an experience. A later `updated_at` replaces the state of the same `initiative_id`. */
export const initiative = recordType({
  name: 'initiative',
  header: ['initiative_id', 'name', 'status', 'updated_at'],
  schema: initiativeSchema,
  toEvents: (record) => [
    draft(
      initiativeEvent,
      {
        nativeId: record.initiative_id,
        version: Date.parse(record.updated_at),
        occurredAt: record.updated_at,
        businessDate: businessDate(record.updated_at, zone),
      },
      {
        initiative_id: record.initiative_id,
        name: record.name,
        touchpoint: record.touchpoint,
        owner_id: record.owner_id,
        status: record.status,
        start_date: record.start_date,
        end_date: record.end_date,
      },
    ),
  ],
});
