import { type CampaignRecord, campaignRecords } from './campaigns.ts';
import type { Happening } from './happening.ts';
import type { SampleOptions } from './options.ts';
import { browseRecords, passageRecords, type SegmentRecord } from './passages.ts';
import { type PosRecord, posRecord } from './pos.ts';
import { type ProgrammeRecord, programmeRecords } from './programme.ts';
import { Random } from './random.ts';
import { type ReferralRecord, referralRecords } from './referrals.ts';
import { answerDelayDays, LATEST_ANSWER_DAYS, surveyRecords } from './survey.ts';
import type { SurveyRecord } from './survey-records.ts';
import { complains, LATEST_SOLVED_DAYS, mayComplain, solvedAfterDays, type TicketRecord, ticketRecords } from './tickets.ts';
import { happening, openStory, orderCount, type Story } from './visits.ts';

/** What the systems send in one evening. Made while it is read; may be read more than once. */
export interface SampleDay {
  readonly pos: Iterable<PosRecord>;
  readonly survey: Iterable<SurveyRecord>;
  readonly segment: Iterable<SegmentRecord>;
  readonly complaint: Iterable<TicketRecord>;
  readonly campaign: Iterable<CampaignRecord>;
  readonly referral: Iterable<ReferralRecord>;
  readonly programme: Iterable<ProgrammeRecord>;
}

/** The records of one business day, counted from 0. Needs no other day to have been made. */
export function sampleDay(options: SampleOptions & { readonly day: number }): SampleDay {
  const { day } = options;
  const each = <Record>(make: (story: Story) => Iterable<Record>): Iterable<Record> => ({
    [Symbol.iterator]: () => make(storyOf(options))[Symbol.iterator](),
  });
  return {
    pos: each((story) => posOf(story, day)),
    survey: each((story) => surveyOf(story, day)),
    segment: each((story) => segmentOf(story, day)),
    complaint: each((story) => complaintsOf(story, day)),
    campaign: each((story) => campaignRecords(story, day, guestOrdersOf(story, day))),
    referral: each((story) => referralRecords(story, day)),
    programme: each((story) => programmeRecords(story, day)),
  };
}

/** Everything ordered on a day, in the order of its numbers. The last day is kept, since several systems are asked for it one after another. */
export function ordersOf(story: Story, day: number): readonly Happening[] {
  if (told?.story !== story || told.day !== day) {
    const random = new Random();
    const orders = Array.from({ length: orderCount(story, day) }, (_, number) => happening(story, day, number, random));
    told = { story, day, orders };
  }
  return told.orders;
}

let told: { readonly story: Story; readonly day: number; readonly orders: readonly Happening[] } | undefined;

export function guestOrdersOf(story: Story, day: number): readonly Happening[] {
  return ordersOf(story, day).slice(story.calendar.countOn(day));
}

function* posOf(story: Story, day: number): Generator<PosRecord> {
  const random = new Random();
  const date = story.clock.date(day);
  for (const it of ordersOf(story, day)) yield posRecord(story, date, it, random);
}

function* surveyOf(story: Story, day: number): Generator<SurveyRecord> {
  const { seed } = story.options;
  const random = new Random();
  for (let later = Math.min(LATEST_ANSWER_DAYS, day); later > 0; later--) {
    const orderedOn = day - later;
    for (let number = 0, count = orderCount(story, orderedOn); number < count; number++) {
      if (answerDelayDays(seed, orderedOn, number) !== later) continue;
      yield* surveyRecords(story, happening(story, orderedOn, number, random), later, random);
    }
  }
  for (const it of ordersOf(story, day)) yield* surveyRecords(story, it, 0, random);
}

function* segmentOf(story: Story, day: number): Generator<SegmentRecord> {
  const random = new Random();
  for (const it of ordersOf(story, day)) yield* passageRecords(story, it, random);
  yield* browseRecords(story, day);
}

function* complaintsOf(story: Story, day: number): Generator<TicketRecord> {
  const { seed } = story.options;
  const random = new Random();
  for (let later = Math.min(LATEST_SOLVED_DAYS, day); later >= 0; later--) {
    const orderedOn = day - later;
    for (let number = 0, count = orderCount(story, orderedOn); number < count; number++) {
      if (!mayComplain(seed, orderedOn, number)) continue;
      if (later > 0 && solvedAfterDays(seed, orderedOn, number) !== later) continue;
      const it = happening(story, orderedOn, number, random);
      if (complains(story, it)) yield* ticketRecords(story, it, later, random);
    }
  }
}

let opened: Story | undefined;

/** Keeps the last story open, since its days are asked for one after another. */
export function storyOf(options: SampleOptions): Story {
  const last = opened?.options;
  const { seed, days, endDate, scale, stores } = options;
  if (
    opened === undefined ||
    last?.seed !== seed ||
    last.days !== days ||
    last.endDate !== endDate ||
    last.scale !== scale ||
    last.stores !== stores
  ) {
    opened = openStory({ seed, days, endDate, scale, stores });
  }
  return opened;
}
