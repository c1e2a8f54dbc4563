import { z } from 'zod';
import { campaignSpend } from '../../contracts/events/campaign-spend.ts';
import { recordType } from '../channel.ts';
import { unkept, vendorId } from '../kit/field.ts';
import { decimalText } from '../kit/money.ts';
import { spendOf } from '../kit/spend.ts';

const count = z
  .union(
    [
      z.int().min(0),
      z
        .string()
        .regex(/^\d{1,15}$/)
        .transform(Number),
    ],
    'expected a whole number',
  )
  .nullish();

const absent = z
  .undefined('expected rows by campaign and day, split by publisher_platform at most: others would replace each other')
  .optional();

/** A row of Insights. https://developers.facebook.com/docs/marketing-api/reference/ads-insights/ */
export const insight = recordType({
  name: 'insight',
  schema: z
    .object({
      campaign_id: vendorId,
      account_currency: campaignSpend.columns.currency.schema,
      date_start: z.iso.date(),
      date_stop: z.iso.date(),
      spend: decimalText,
      impressions: count,
      clicks: count,
      publisher_platform: z.string().max(100).nullish(),
      adset_id: absent,
      ad_id: absent,
      age: absent,
      country: absent,
      device_platform: absent,
      gender: absent,
      impression_device: absent,
      platform_position: absent,
      region: absent,
      ...unkept(
        'account_id',
        'account_name',
        'actions',
        'action_values',
        'buying_type',
        'campaign_name',
        'cost_per_action_type',
        'cpc',
      ),
      ...unkept('cpm', 'cpp', 'created_time', 'ctr', 'frequency', 'inline_link_clicks', 'objective', 'reach', 'updated_time'),
    })
    .superRefine((row, context) => {
      if (row.date_start !== row.date_stop)
        context.addIssue({ code: 'custom', path: ['date_stop'], message: 'expected a row a day: ask with time_increment=1' });
    }),
  toEvents: (row, { receivedAt }) => [
    spendOf(row.date_start, receivedAt, {
      campaign_id: row.campaign_id,
      medium: row.publisher_platform == null ? 'meta' : `meta_${row.publisher_platform}`,
      amount: Math.round(row.spend * 100) / 100,
      currency: row.account_currency,
      impression_count: row.impressions,
      click_count: row.clicks,
    }),
  ],
});
