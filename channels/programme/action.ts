import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { action as actionEvent } from '../../contracts/events/action.ts';
import { recordType } from '../channel.ts';
import { cell } from '../kit/table.ts';
import { businessDate, isoInstant } from '../kit/time.ts';
import { checkPeriod, day, id, staffNumber } from './fields.ts';
import { zone } from './zone.ts';

export const actionSchema = z
  .object({
    type: cell(z.literal('action')),
    action_id: id,
    initiative_id: cell(id),
    org_unit_id: id,
    stage: actionEvent.columns.stage.schema,
    title: z.string().min(1).max(1000),
    start_date: cell(day),
    end_date: cell(day),
    owner_id: cell(staffNumber),
    updated_at: isoInstant,
  })
  .superRefine(checkPeriod);

/** A step of an initiative in one unit. A later `updated_at` replaces the state of the same `action_id` there. */
export const action = recordType({
  name: 'action',
  header: ['action_id', 'org_unit_id', 'stage', 'title', 'updated_at'],
  schema: actionSchema,
  toEvents: (record) => [
    draft(
      actionEvent,
      {
        nativeId: `${record.action_id}/${record.org_unit_id}`,
        version: Date.parse(record.updated_at),
        occurredAt: record.updated_at,
        businessDate: businessDate(record.updated_at, zone),
      },
      {
        action_id: record.action_id,
        initiative_id: record.initiative_id,
        org_unit_id: record.org_unit_id,
        stage: record.stage,
        title: record.title,
        start_date: record.start_date,
        end_date: record.end_date,
        owner_id: record.owner_id,
      },
    ),
  ],
});
