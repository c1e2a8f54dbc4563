import { z } from 'zod';
import { campaignSpend } from '../../contracts/events/campaign-spend.ts';
import { recordType } from '../channel.ts';
import { spendOf } from '../kit/spend.ts';
import { cell, numberCell } from '../kit/table.ts';
import { isoInstant } from '../kit/time.ts';

const id = z.string().min(1).max(200);
const count = cell(numberCell.pipe(z.int().min(0)));

export const spendSchema = z.object({
  type: cell(z.literal('spend')),
  campaign_id: id,
  medium: id,
  org_unit_id: cell(id),
  date: z.iso.date(),
  amount: numberCell,
  currency: campaignSpend.columns.currency.schema,
  impressions: count,
  clicks: count,
  updated_at: cell(isoInstant),
});

/** What a campaign cost in a day. Told again, the later telling replaces the one of the same campaign, medium, unit and day. */
export const spend = recordType({
  name: 'spend',
  header: ['campaign_id', 'medium', 'date', 'amount', 'currency'],
  schema: spendSchema,
  toEvents: (record, { receivedAt }) => [
    spendOf(record.date, record.updated_at ?? receivedAt, {
      campaign_id: record.campaign_id,
      medium: record.medium,
      org_unit_id: record.org_unit_id,
      amount: record.amount,
      currency: record.currency,
      impression_count: record.impressions,
      click_count: record.clicks,
    }),
  ],
});
