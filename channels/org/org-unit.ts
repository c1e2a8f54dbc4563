import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { orgUnit as orgUnitEvent } from '../../contracts/events/org-unit.ts';
import { recordType } from '../channel.ts';
import { businessDate, isoInstant } from '../kit/time.ts';
import { zone } from './zone.ts';

const id = z.string().min(1).max(200);

/** A node of the org tree as the company keeps it. */
export const orgUnitSchema = z
  .object({
    type: z.literal('org_unit'),
    org_unit_id: id,
    parent_id: id.nullish(),
    kind: orgUnitEvent.columns.kind.schema,
    name: z.string().min(1).max(1000),
    name_en: z.string().max(1000).nullish(),
    city: z.string().max(1000).nullish(),
    region: z.string().max(1000).nullish(),
    time_zone: id.nullish(),
    manager_id: id.nullish(),
    latitude: z.number().min(-90).max(90).nullish(),
    longitude: z.number().min(-180).max(180).nullish(),
    is_open: z.boolean().nullish(),
    updated_at: isoInstant,
  })
  .superRefine((record, context) => {
    const problem = parentProblem(record);
    if (problem !== null) context.addIssue({ code: 'custom', path: ['parent_id'], message: problem });
  });

function parentProblem(record: { kind: string; org_unit_id: string; parent_id?: string | null | undefined }): string | null {
  if (record.kind === 'company') return record.parent_id == null ? null : 'expected no parent_id for a company: it is the root';
  if (record.parent_id == null) return 'expected the parent_id of the unit above';
  return record.parent_id === record.org_unit_id ? 'expected the id of another unit' : null;
}

/** A node of the org tree. A later `updated_at` replaces the state of the same `org_unit_id`. */
export const orgUnit = recordType({
  name: 'org_unit',
  schema: orgUnitSchema,
  toEvents: (record) => [
    draft(
      orgUnitEvent,
      {
        nativeId: record.org_unit_id,
        version: Date.parse(record.updated_at),
        occurredAt: record.updated_at,
        businessDate: businessDate(record.updated_at, zone),
      },
      {
        org_unit_id: record.org_unit_id,
        parent_id: record.parent_id,
        kind: record.kind,
        name: record.name,
        name_en: record.name_en,
        city: record.city,
        region: record.region,
        time_zone: record.time_zone,
        manager_id: record.manager_id,
        latitude: record.latitude,
        longitude: record.longitude,
        is_open: record.is_open,
      },
    ),
  ],
});
