import { type Draft, draft, type Values } from '../../contracts/event.ts';
import { campaignSpend } from '../../contracts/events/campaign-spend.ts';

/**
 * What a campaign cost in one day, told by campaign, medium, day and who paid. The day is the advertiser's own; midnight in UTC stands
 * for it as a moment. Platforms correct the last days, mostly without saying when, so that the latest telling is the true one.
 * @param toldAt UTC instant of the telling.
 */
export function spendOf(day: string, toldAt: string, values: Values<typeof campaignSpend.columns>): Draft {
  const { campaign_id: campaign, medium, org_unit_id: unit } = values;
  return draft(
    campaignSpend,
    {
      nativeId: [campaign, medium, unit ?? '', day].join('/'),
      version: Date.parse(toldAt),
      occurredAt: `${day}T00:00:00.000Z`,
      businessDate: day,
    },
    values,
  );
}
