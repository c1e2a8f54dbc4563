import type { z } from 'zod';
import type { spendSchema } from '../../channels/campaign/spend.ts';
import type { touchSchema } from '../../channels/campaign/touch.ts';
import type { Happening } from './happening.ts';
import { identifiers } from './identifiers.ts';
import { isOfThePast, Known } from './households.ts';
import { cameByAdvertisement } from './passages.ts';
import { joinedBy, lapsedCount, memberCount } from './people.ts';
import { PURPOSES, Random, unitOf } from './random.ts';
import type { Story } from './visits.ts';

export type CampaignRecord = z.input<typeof touchSchema> | z.input<typeof spendSchema>;

/** `wins` says whether anyone whom it met ordered afterwards. */
export const CAMPAIGNS = {
  search: { id: 'CMP-SEARCH', medium: 'search', wins: true },
  autumn: { id: 'CMP-AUTUMN', medium: 'sms', wins: true },
  reels: { id: 'CMP-REELS', medium: 'social', wins: false },
} as const;

/** Parts of the story in which the text messages go out, and the films are shown. */
const AUTUMN_AT = 0.4;
const REELS_FROM = 0.2;
const REELS_TO = 0.85;
/** Share of the members who get the text message, which goes out on five days. */
const AUTUMN_RATIO = 0.2;
const AUTUMN_DAYS = 5;
/** Touches a day at scale 1. */
const REELS_TOUCHES = 260;
const REELS_SWING = 0.1;
/** Yuan. */
const CLICK_COST = 3.2;
const MESSAGE_COST = 0.05;
const REELS_COST = 2_400;

/** Day on which a member gets the autumn message; null for those who get none. */
export function messagedOn({ seed, days }: Story['options'], member: number): number | null {
  if (isOfThePast(seed, member) || unitOf(seed, PURPOSES.campaign, member, -1) >= AUTUMN_RATIO) return null;
  return Math.floor(AUTUMN_AT * days) + Math.floor(unitOf(seed, PURPOSES.campaign, member, -2) * AUTUMN_DAYS);
}

/** What the campaigns did on a day and what it cost. `orders` are the guests' of the day. */
export function* campaignRecords(story: Story, day: number, orders: Iterable<Happening>): Iterable<CampaignRecord> {
  const { options, clock } = story;
  const { seed, days, scale } = options;
  const date = clock.date(day);
  const compact = date.replaceAll('-', '');
  const random = new Random().start(seed, PURPOSES.campaign, -3, day);
  const spend = (campaign: (typeof CAMPAIGNS)[keyof typeof CAMPAIGNS], amount: number, clicks: number): CampaignRecord => ({
    type: 'spend',
    campaign_id: campaign.id,
    medium: campaign.medium,
    date,
    amount: Math.round(100 * amount) / 100,
    currency: 'CNY',
    impressions: clicks * 20,
    clicks,
    updated_at: clock.instant(day, 25 * 3600),
  });

  let clicks = 0;
  for (const it of orders) {
    if (!cameByAdvertisement(seed, it)) continue;
    clicks++;
    yield {
      type: 'touch',
      touch_id: `S${compact}-${it.number}`,
      campaign_id: CAMPAIGNS.search.id,
      medium: CAMPAIGNS.search.medium,
      kind: 'click',
      cookie_id: identifiers.guestCookie(seed, it.guest),
      touched_at: clock.instant(day, (it.mode === 'dine_in' ? it.arrivedAt : it.placedAt) - 6000),
    };
  }
  yield spend(CAMPAIGNS.search, clicks * CLICK_COST * random.between(0.9, 1.1), clicks);

  const from = Math.floor(AUTUMN_AT * days);
  if (day >= from && day < from + AUTUMN_DAYS) {
    let sent = 0;
    for (let member = 0, count = Math.min(memberCount(options), joinedBy(options, day)); member < count; member++) {
      if (messagedOn(options, member) !== day) continue;
      sent++;
      yield {
        type: 'touch',
        touch_id: `T${compact}-${member}`,
        campaign_id: CAMPAIGNS.autumn.id,
        medium: CAMPAIGNS.autumn.medium,
        kind: 'open',
        phone: new Known(seed, member).phone,
        touched_at: clock.instant(day, 10 * 3600),
      };
    }
    yield spend(CAMPAIGNS.autumn, sent * MESSAGE_COST, 0);
  }

  if (day >= Math.floor(REELS_FROM * days) && day < Math.floor(REELS_TO * days)) {
    const shown = Math.round(REELS_TOUCHES * scale * random.between(1 - REELS_SWING, 1 + REELS_SWING));
    for (let place = 0; place < shown; place++) {
      yield {
        type: 'touch',
        touch_id: `R${compact}-${place}`,
        campaign_id: CAMPAIGNS.reels.id,
        medium: CAMPAIGNS.reels.medium,
        kind: random.chance(0.2) ? 'click' : 'impression',
        // Some of those who lapsed, who stay away, and strangers, who never come.
        ...(random.chance(0.3) && lapsedCount(options) > 0
          ? { phone: new Known(seed, memberCount(options) + random.below(lapsedCount(options)), true).phone }
          : { cookie_id: identifiers.guestCookie(seed, reelsStranger(day, place)) }),
        touched_at: clock.instant(day, random.between(9, 22) * 3600),
      };
    }
    yield spend(CAMPAIGNS.reels, REELS_COST * scale * random.between(0.9, 1.1), Math.round(shown * 0.2));
  }
}

/** Numbers of the strangers whom the films may meet on a day. */
export function reelsStrangers({ scale }: Story['options'], day: number): number[] {
  return Array.from({ length: Math.ceil(REELS_TOUCHES * scale * (1 + REELS_SWING)) }, (_, place) => reelsStranger(day, place));
}

function reelsStranger(day: number, place: number): number {
  return -1 - ((1 << 30) | (day << 18) | place);
}
