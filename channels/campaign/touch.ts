import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { campaignTouch } from '../../contracts/events/campaign-touch.ts';
import { recordType } from '../channel.ts';
import { customerKeys } from '../kit/customer.ts';
import { cell } from '../kit/table.ts';
import { businessDate, isoInstant } from '../kit/time.ts';
import { zone } from './zone.ts';

/** Where a campaign meets the customer in the journey, unless its record says otherwise. */
export const TOUCHPOINT = 'campaign';

const id = z.string().min(1).max(200);
const optionalId = cell(id);
const identifier = cell(z.string().max(512));

export const touchSchema = z.object({
  type: cell(z.literal('touch')),
  touch_id: id,
  campaign_id: id,
  medium: id,
  kind: campaignTouch.columns.kind.schema,
  creative_id: optionalId,
  org_unit_id: optionalId,
  touchpoint: optionalId,
  phone: identifier,
  email: identifier,
  unionid: identifier,
  alipay_id: identifier,
  member_id: identifier,
  account_id: identifier,
  device_id: identifier,
  cookie_id: identifier,
  touched_at: isoInstant,
  updated_at: cell(isoInstant),
});

/** A customer and a campaign that met. Each once; a later `updated_at` corrects it. */
export const touch = recordType({
  name: 'touch',
  header: ['touch_id', 'campaign_id', 'medium', 'kind', 'touched_at'],
  schema: touchSchema,
  toEvents: (record) => [
    draft(
      campaignTouch,
      {
        nativeId: record.touch_id,
        version: Date.parse(record.updated_at ?? record.touched_at),
        occurredAt: record.touched_at,
        businessDate: businessDate(record.touched_at, zone),
      },
      {
        campaign_id: record.campaign_id,
        medium: record.medium,
        ...customerKeys(record),
        org_unit_id: record.org_unit_id,
        touchpoint: record.touchpoint ?? TOUCHPOINT,
        kind: record.kind,
        creative_id: record.creative_id,
      },
    ),
  ],
});
