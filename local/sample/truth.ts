import { scoresOf, touchpointOf } from './answers.ts';
import { CAMPAIGNS, campaignRecords, messagedOn } from './campaigns.ts';
import { CHURN_CAUSES, isCause } from './churn.ts';
import { storeAt } from './company.ts';
import { guestOrdersOf, ordersOf } from './day.ts';
import { type Happening, tell } from './happening.ts';
import { plantedPairs } from './identities.ts';
import { MAINS } from './menu.ts';
import { browsesOn, cameByAdvertisement, stepsOf } from './passages.ts';
import { REGIONS } from './places.ts';
import { CHURN_HAZARDS, DRIVER_WEIGHTS, type Planted, type PlantedInitiative } from './planted.ts';
import { costOf } from './programme.ts';
import { PURPOSES, Random } from './random.ts';
import { RIVALS } from './rivals.ts';
import { LATEST_ANSWER_DAYS, surveyRecords } from './survey.ts';
import { complains } from './tickets.ts';
import { DELIVERY_TOUCHPOINTS, DINE_IN_TOUCHPOINTS, type Mode, type Touchpoint } from './touchpoints.ts';
import type { Story } from './visits.ts';
import { rains } from './weather.ts';
import { openWorld, type World } from './world.ts';

/** Scores of some orders, as their customers would give them, whether they were asked or not. Null without any. */
interface TrueScore {
  readonly n: number;
  readonly nps: number | null;
  readonly csat: number | null;
}

/** What a planted cause does to the orders it touches: the scores as they are, and as they would be without it. */
interface TrueEffect {
  readonly with: TrueScore;
  readonly without: TrueScore;
}

/** Stages of the journeys in their order. */
const STAGES = {
  dine_in: ['discover', 'reserve', 'arrive', 'order', 'eat', 'pay', 'after'],
  delivery: ['discover', 'order', 'wait', 'receive', 'eat', 'after_sales'],
} as const satisfies Record<Mode, readonly string[]>;

/** Days before the end of the story of which an instance that began in them may still go on. */
export const OPEN_DAYS = 7;

export type Truth = ReturnType<typeof truthOf>;

/** Everything that was planted, and what it comes to when the whole sample is counted. Takes some seconds at scale 1. */
export function truthOf(story: Story) {
  const { options, clock, planted, calendar } = story;
  const { seed, days } = options;
  const random = new Random();
  const population = newPopulation();
  const effects = newEffects(story);
  const journeys = { dine_in: newJourney('dine_in'), delivery: newJourney('delivery') };
  const churn = CHURN_CAUSES.map((cause) => ({ cause, hazard: CHURN_HAZARDS[cause], visits: 0, lost: 0 }));
  const rivals = RIVALS.map(({ name, nameEn }) => ({ name, name_en: nameEn, mentions: 0 }));
  const campaigns = Object.values(CAMPAIGNS).map(({ id, medium, wins }) => {
    return { campaign_id: id, medium, wins, touches: 0, spend: 0, orders_after_touch: 0 };
  });
  const won = (id: string) => {
    const campaign = campaigns.find(({ campaign_id }) => campaign_id === id);
    if (campaign !== undefined) campaign.orders_after_touch++;
  };

  for (let day = 0; day < days; day++) {
    const isRecent = day >= days - OPEN_DAYS;
    for (const it of ordersOf(story, day)) {
      const isLast = it.member !== null && calendar.visit(day, it.number).isLast;
      journeys[it.mode].add(stagesOf(story, it, random), isRecent);
      if (it.decision === 'cancelled') continue;
      const touchpoint = touchpointOf(it, random.start(seed, PURPOSES.answer, it.key, it.day));
      const scores = scoresOf(story, it, touchpoint, random);
      population.add(it, touchpoint, scores);
      effects.add(it, touchpoint, scores, random);
      if (it.member !== null) {
        for (const one of churn) {
          if (!isCause(one.cause, story, it)) continue;
          one.visits++;
          if (isLast) one.lost++;
        }
        const messaged = messagedOn(options, it.member);
        if (messaged !== null && day >= messaged && day < messaged + 30) won(CAMPAIGNS.autumn.id);
      } else if (cameByAdvertisement(seed, it)) won(CAMPAIGNS.search.id);
      for (let later = 0; later <= Math.min(LATEST_ANSWER_DAYS, days - 1 - day); later++) {
        for (const record of surveyRecords(story, it, later, random)) {
          if (record.type !== 'response') continue;
          if (record.status === 'completed') population.answered(scores);
          for (const rival of rivals)
            if (record.comment?.includes(rival.name) || record.comment?.includes(rival.name_en)) rival.mentions++;
        }
      }
    }
    for (const { mode, reserves } of browsesOn(story, day)) journeys[mode].add(reserves ? 0b11 : 0b1, isRecent);
    for (const record of campaignRecords(story, day, guestOrdersOf(story, day))) {
      const campaign = campaigns.find(({ campaign_id }) => campaign_id === record.campaign_id);
      if (campaign === undefined) continue;
      if ('amount' in record) campaign.spend = Math.round(100 * (campaign.spend + Number(record.amount))) / 100;
      else campaign.touches++;
    }
  }

  const { slow, packaging, dish, rival, initiatives } = planted;
  const bad = MAINS[dish.main];
  return {
    options,
    first_date: clock.date(0),
    last_date: clock.date(days - 1),
    slow_store: {
      store: storeAt(slow.store).id,
      since: clock.date(slow.from),
      hours: '11:00–14:00',
      touchpoint: 'dine_in_wait' satisfies Touchpoint,
      wait_minutes: slow.waitMinutes,
      kitchen_minutes: slow.kitchenMinutes,
      ...effects.of('slow'),
    },
    packaging: {
      region: packaging.region,
      since: clock.date(packaging.from),
      touchpoint: 'delivery_arrival' satisfies Touchpoint,
      stage: 'receive',
      share: packaging.share,
      ...effects.of('packaging'),
    },
    dish: {
      product_id: bad?.id,
      name: bad?.name,
      name_en: bad?.nameEn,
      since: clock.date(dish.from),
      touchpoints: ['dine_in_meal', 'delivery_meal'] satisfies Touchpoint[],
      ...effects.of('dish'),
    },
    initiatives: initiatives.map((initiative) => ({
      initiative_id: initiative.id,
      kind: initiative.kind,
      stores: initiative.stores.map((store) => storeAt(store).id),
      start_date: clock.date(initiative.from),
      /** Factor on how often the stores' members come. */
      visits: initiative.pace,
      cost: costOf(initiative, days),
      ...effects.of(initiative.id),
    })),
    drivers: {
      dine_in: driversOf('dine_in'),
      delivery: driversOf('delivery'),
    },
    churn: { rival: { city: rival.city, since: clock.date(rival.from) }, causes: churn },
    campaigns,
    identities: plantedPairs(story),
    journeys: { dine_in: journeys.dine_in.counted(), delivery: journeys.delivery.counted() },
    population: population.counted(),
    competitors: rivals,
    rain: REGIONS.map(({ id }) => ({
      region: id,
      dates: Array.from({ length: days }, (_, day) => day).flatMap((day) => (rains(seed, id, day) ? [clock.date(day)] : [])),
    })),
  };
}

/** Largest first. */
function driversOf(mode: Mode) {
  return Object.entries(DRIVER_WEIGHTS[mode]).map(([driver, weight]) => ({ driver, weight }));
}

/** Which stages an order's passage came to, as bits in the order of {@link STAGES}. */
function stagesOf(story: Story, it: Happening, random: Random): number {
  const seen = new Set<string>(stepsOf(story, it, random).map(({ stage }) => stage));
  const isDone = it.decision !== 'cancelled';
  if (it.mode === 'dine_in') {
    seen.add('pay');
    if (isDone) for (const stage of ['arrive', 'eat']) seen.add(stage);
    if (complains(story, it)) seen.add('after');
  } else {
    seen.add('wait');
    if (isDone) seen.add('receive');
    if (complains(story, it)) seen.add('after_sales');
  }
  seen.add('order');
  return STAGES[it.mode].reduce((bits, stage, i) => (seen.has(stage) ? bits | (1 << i) : bits), 0);
}

function newJourney(mode: Mode) {
  const stages = STAGES[mode];
  const counts = new Map<number, { count: number; recent: number }>();
  return {
    add(bits: number, isRecent: boolean): void {
      const found = counts.get(bits) ?? { count: 0, recent: 0 };
      counts.set(bits, { count: found.count + 1, recent: found.recent + (isRecent ? 1 : 0) });
    },
    counted() {
      const all = [...counts].sort(([a], [b]) => a - b);
      const having = (bits: number) => all.reduce((sum, [path, { count }]) => ((path & bits) === bits ? sum + count : sum), 0);
      return {
        instances: having(0),
        stages: stages.map((stage, i) => {
          return {
            stage,
            reached: having(1 << i),
            converted: i === stages.length - 1 ? null : having((1 << i) | (1 << (i + 1))),
          };
        }),
        /** Instances by the stages they came to; `recent` are those that began in the last {@link OPEN_DAYS}. */
        paths: all.map(([bits, { count, recent }]) => ({
          stages: stages.filter((_, i) => (bits & (1 << i)) !== 0),
          count,
          recent,
        })),
      };
    },
  };
}

interface Given {
  readonly nps: number;
  readonly csat: number;
}

class Tally {
  private n = 0;
  private promoters = 0;
  private detractors = 0;
  private satisfied = 0;

  add({ nps, csat }: Given): void {
    this.n++;
    if (nps >= 9) this.promoters++;
    if (nps <= 6) this.detractors++;
    if (csat >= 4) this.satisfied++;
  }

  score(): TrueScore {
    const { n } = this;
    if (n === 0) return { n, nps: null, csat: null };
    return { n, nps: round((100 * (this.promoters - this.detractors)) / n), csat: round(this.satisfied / n) };
  }
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

/** Scores of everybody, also of those who were not asked or kept silent. */
function newPopulation() {
  const orders = new Tally();
  const asked = new Tally();
  const answered = new Tally();
  const last = new Map<number, Given>();
  const by = new Map<string, Tally>();
  const into = (name: string, given: Given) => {
    const tally = by.get(name) ?? new Tally();
    by.set(name, tally);
    tally.add(given);
  };
  const scores = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, (by.get(name) ?? new Tally()).score()]));
  return {
    add(it: Happening, touchpoint: Touchpoint, given: Given): void {
      orders.add(given);
      if (it.decision === 'asked') asked.add(given);
      last.set(it.member ?? -1 - it.guest, given);
      into(touchpoint, given);
      into(it.mode, given);
      into(storeAt(it.scene.store).region, given);
    },
    answered(given: Given): void {
      answered.add(given);
    },
    counted() {
      const customers = new Tally();
      for (const given of last.values()) customers.add(given);
      return {
        /** Every completed order. */
        orders: orders.score(),
        /** Every customer who ordered, by the last order. */
        customers: customers.score(),
        /** The orders of which someone was asked. */
        asked: asked.score(),
        /** Those who answered in whole, asked or by the code on the receipt: what a raw score shows. */
        answered: answered.score(),
        by_mode: scores(['dine_in', 'delivery']),
        by_region: scores(REGIONS.map(({ id }) => id)),
        by_touchpoint: scores([...DINE_IN_TOUCHPOINTS, ...DELIVERY_TOUCHPOINTS]),
      };
    },
  };
}

/** Holds what each planted cause touches against the same orders in a world without it. */
function newEffects(story: Story) {
  const { planted, options } = story;
  const never = Number.POSITIVE_INFINITY;
  const cases = new Map<string, { touches: (it: Happening) => boolean; other: World; with: Tally; without: Tally }>();
  const hold = (name: string, touches: (it: Happening) => boolean, without: Partial<Planted>) => {
    cases.set(name, { touches, other: openWorld(options, { ...planted, ...without }), with: new Tally(), without: new Tally() });
  };
  const { slow, packaging, dish, initiatives } = planted;
  hold('slow', ({ mode, scene }) => mode === 'dine_in' && scene.store === slow.store && scene.lunch && scene.day >= slow.from, {
    slow: { ...slow, from: never },
  });
  hold('packaging', ({ leaks }) => leaks, { packaging: { ...packaging, from: never } });
  hold('dish', ({ badDish }) => badDish, { dish: { ...dish, from: never } });
  for (const initiative of initiatives) {
    // Stores that get better anyway do so without it as well.
    const others = initiative.kind === 'trend' ? initiatives : initiatives.filter((one) => one !== initiative);
    hold(initiative.id, (it) => isTreated(initiative, it), { initiatives: others });
  }
  return {
    add(it: Happening, touchpoint: Touchpoint, given: Given, random: Random): void {
      for (const { touches, other, with: as, without } of cases.values()) {
        if (!touches(it)) continue;
        as.add(given);
        const then = tell(other, it, it.person, it.mode, it.decision, random);
        without.add(scoresOf(other, then, touchpoint, random));
      }
    },
    of(name: string): TrueEffect {
      const found = cases.get(name);
      if (found === undefined) throw new RangeError(`nothing is planted as ${name}`);
      return { with: found.with.score(), without: found.without.score() };
    },
  };
}

function isTreated({ stores, from }: PlantedInitiative, { mode, scene }: Happening): boolean {
  return mode === 'dine_in' && scene.day >= from && stores.includes(scene.store);
}
