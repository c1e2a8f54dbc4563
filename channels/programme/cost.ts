import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { initiativeCost } from '../../contracts/events/initiative-cost.ts';
import { recordType } from '../channel.ts';
import { cell, numberCell } from '../kit/table.ts';
import { isoInstant } from '../kit/time.ts';
import { day, id } from './fields.ts';

export const costSchema = z.object({
  type: cell(z.literal('initiative_cost')),
  posting_id: id,
  initiative_id: id,
  org_unit_id: cell(id),
  kind: initiativeCost.columns.kind.schema,
  amount: numberCell,
  currency: initiativeCost.columns.currency.schema,
  date: day,
  updated_at: cell(isoInstant),
});

/** What an initiative cost, a posting of the books. A later `updated_at` corrects the same `posting_id`. */
export const cost = recordType({
  name: 'initiative_cost',
  header: ['posting_id', 'initiative_id', 'kind', 'amount', 'currency', 'date'],
  schema: costSchema,
  toEvents: (record, { receivedAt }) => [
    draft(
      initiativeCost,
      {
        nativeId: record.posting_id,
        version: Date.parse(record.updated_at ?? receivedAt),
        occurredAt: `${record.date}T00:00:00.000Z`,
        businessDate: record.date,
      },
      {
        initiative_id: record.initiative_id,
        org_unit_id: record.org_unit_id,
        kind: record.kind,
        amount: record.amount,
        currency: record.currency,
      },
    ),
  ],
});
