import { z } from 'zod';
import { campaignSpend } from '../../contracts/events/campaign-spend.ts';
import { recordType } from '../channel.ts';
import { unkept, vendorId } from '../kit/field.ts';
import { spendOf } from '../kit/spend.ts';
import { cell } from '../kit/table.ts';

/** A whole number, which JSON of Google writes as text. */
const int64 = z.union(
  [
    z.int().min(0),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ],
  'expected a whole number',
);

const currency = campaignSpend.columns.currency.schema;

/** Cost in millionths, to the cent. */
const major = (micros: number) => Math.round(micros / 10_000) / 100;

/** Where a campaign ran: the network when the query splits by it, else the campaign's kind. */
const mediumOf = (network: string | null | undefined, kind: string | null | undefined) =>
  `google_${(network ?? kind ?? 'ads').toLowerCase()}`;

const ONE_ROW = 'expected rows by campaign and day alone: several of one day would replace each other';
const absent = z.undefined(ONE_ROW).optional();

/** A row of an answer. https://developers.google.com/google-ads/api/reference/rpc/latest/GoogleAdsRow */
export const row = recordType({
  name: 'row',
  schema: z.object({
    campaign: z.object({
      id: vendorId,
      advertisingChannelType: z.string().max(100).nullish(),
      ...unkept('name', 'resourceName', 'status'),
    }),
    segments: z.strictObject({ date: z.iso.date(), adNetworkType: z.string().max(100).nullish() }, ONE_ROW),
    metrics: z.object({ costMicros: int64, impressions: int64.nullish(), clicks: int64.nullish() }),
    customer: z.object({ currencyCode: currency, ...unkept('descriptiveName', 'id', 'resourceName', 'timeZone') }),
    adGroup: absent,
    adGroupAd: absent,
    adGroupCriterion: absent,
    keywordView: absent,
    searchTermView: absent,
  }),
  toEvents: ({ campaign, segments, metrics, customer }, { receivedAt }) => [
    spendOf(segments.date, receivedAt, {
      campaign_id: campaign.id,
      medium: mediumOf(segments.adNetworkType, campaign.advertisingChannelType),
      amount: major(metrics.costMicros),
      currency: customer.currencyCode,
      impression_count: metrics.impressions,
      click_count: metrics.clicks,
    }),
  ],
});

/** The same row in a table, its columns named like the fields of the query language. */
export const tableRow = recordType({
  name: 'table_row',
  header: ['campaign.id', 'segments.date', 'metrics.cost_micros', 'customer.currency_code'],
  schema: z.object({
    'campaign.id': vendorId,
    'campaign.advertising_channel_type': cell(z.string().max(100)),
    'segments.date': z.iso.date(),
    'segments.ad_network_type': cell(z.string().max(100)),
    'metrics.cost_micros': int64,
    'metrics.impressions': cell(int64),
    'metrics.clicks': cell(int64),
    'customer.currency_code': currency,
    ...unkept('campaign.name', 'campaign.resource_name', 'campaign.status', 'customer.descriptive_name', 'customer.id'),
    'ad_group.id': absent,
    'segments.device': absent,
    'segments.hour': absent,
  }),
  toEvents: (line, { receivedAt }) => [
    spendOf(line['segments.date'], receivedAt, {
      campaign_id: line['campaign.id'],
      medium: mediumOf(line['segments.ad_network_type'], line['campaign.advertising_channel_type']),
      amount: major(line['metrics.cost_micros']),
      currency: line['customer.currency_code'],
      impression_count: line['metrics.impressions'],
      click_count: line['metrics.clicks'],
    }),
  ],
});
