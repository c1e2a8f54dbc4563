import { answerChance, DRIVERS, type Scores, scoresOf, touchpointOf } from './answers.ts';
import { CUT_SECONDS } from './clock.ts';
import { comment } from './comments.ts';
import { STORES } from './company.ts';
import { type Customer, customerOf } from './customers.ts';
import type { Happening } from './happening.ts';
import { identifiers } from './identifiers.ts';
import { type Dish, MAINS } from './menu.ts';
import { orderId } from './pos.ts';
import { mix, PURPOSES, Random, unitOf } from './random.ts';
import type { AnswerRecord, InviteRecord, ResponseRecord, SurveyRecord } from './survey-records.ts';
import type { Touchpoint } from './touchpoints.ts';
import type { Story } from './visits.ts';

const DAY_SECONDS = 86_400;
const BOUNCED_RATIO = 0.03;
const OPENED_RATIO = 0.82;
/** Share of dine-in orders without an invite whose guests scan the code on the receipt. */
const SCANNED_RATIO = 0.25;
const COMMENT_RATIO = 0.35;
/** Share of whole answers that say more: one score for each driver. */
const LONG_RATIO = 0.25;
/** Of those who were left out by the draw, only these are written down. */
const LOGGED_RATIO = 0.1;

/** Days after the order on which an invited customer may still answer. */
export const LATEST_ANSWER_DAYS = 2;

/**
 * The day, counted from the order's, on which an order's survey is opened. Cheap, so that a day's drop can ask it of
 * the orders of the days before and tell only the few that answer late.
 */
export function answerDelayDays(seed: number, day: number, number: number): number {
  const draw = unitOf(seed, PURPOSES.answer, day, number);
  return draw < 0.86 ? 0 : draw < 0.97 ? 1 : LATEST_ANSWER_DAYS;
}

/** Scores are told by a stream of their own, which starts anew at each order. */
const scratch = new Random();

/** What the survey tool says `daysLater` about one order: the invite as it stands then, and the answer if it came that day. */
export function* surveyRecords(story: Story, it: Happening, daysLater: number, random: Random): Iterable<SurveyRecord> {
  if (it.decision === 'cancelled') return;
  const { clock, options } = story;
  const { seed } = options;
  random.start(seed, PURPOSES.answer, it.key, it.day);
  const touchpoint = touchpointOf(it, random);
  const customer = customerOf(seed, it);
  const order_id = orderId(clock.date(it.day), it.number);
  const base = {
    survey_id: it.mode === 'dine_in' ? 'dine-in' : 'delivery',
    order_id,
    org_unit_id: STORES[it.scene.store]?.id ?? '',
    touchpoint,
  };
  const writer = { story, it, touchpoint, customer, base, random };

  if (it.decision !== 'asked') {
    if (daysLater > 0) return;
    if (it.decision !== 'not_sampled' || unitOf(seed, PURPOSES.log, it.key, it.day) < LOGGED_RATIO) yield skipped(writer);
    const draw = it.mode === 'dine_in' ? random.unit() / SCANNED_RATIO : 1;
    if (draw >= 1) return;
    const scores = scoresOf(story, it, touchpoint, scratch);
    if (draw < answerChance(it, scores.nps)) yield response(writer, scores, null, 'qr', it.leftAt + random.wait(300));
    return;
  }

  const sentAt = it.completedAt + Math.round(random.between(600, 2400));
  const sent_by = sentBy(customer);
  const bounced = random.chance(BOUNCED_RATIO);
  const opens = !bounced && random.chance(OPENED_RATIO);
  const draw = random.unit();
  const delay = answerDelayDays(seed, it.day, it.number);
  const openedAt = delay === 0 ? sentAt + random.wait(1500) : delay * DAY_SECONDS + random.between(8.5, 22) * 3600;
  const inTime = Math.round(Math.min(openedAt, delay * DAY_SECONDS + CUT_SECONDS - 900));
  const invite = (status: InviteRecord['status'], updatedAt: number): InviteRecord => ({
    type: 'invite',
    invite_id: `I${order_id.slice(1)}`,
    survey_id: base.survey_id,
    order_id,
    org_unit_id: base.org_unit_id,
    touchpoint,
    status,
    sent_by,
    customer,
    decided_at: clock.instant(it.day, it.paidAt + 2),
    sent_at: clock.instant(it.day, sentAt),
    updated_at: clock.instant(it.day, updatedAt),
  });
  if (daysLater === 0 && (delay > 0 || !opens)) yield invite(bounced ? 'bounced' : 'delivered', sentAt + 5);
  if (daysLater === delay && opens) {
    yield invite('opened', inTime);
    const scores = scoresOf(story, it, touchpoint, scratch);
    if (draw < answerChance(it, scores.nps)) yield response(writer, scores, `I${order_id.slice(1)}`, sent_by, inTime);
  }
}

interface Writer {
  readonly story: Story;
  readonly it: Happening;
  readonly touchpoint: Touchpoint;
  readonly customer: Customer;
  readonly base: Pick<ResponseRecord, 'survey_id' | 'org_unit_id' | 'touchpoint'> & { readonly order_id: string };
  readonly random: Random;
}

function skipped({ story, it, customer, base }: Writer): InviteRecord {
  const decided_at = story.clock.instant(it.day, it.paidAt + 2);
  return {
    type: 'invite',
    invite_id: `I${base.order_id.slice(1)}`,
    survey_id: base.survey_id,
    order_id: base.order_id,
    org_unit_id: base.org_unit_id,
    touchpoint: base.touchpoint,
    status: 'skipped',
    skip_reason: it.decision,
    customer,
    decided_at,
    updated_at: decided_at,
  };
}

function response(writer: Writer, scores: Scores, invite_id: string | null, sent_by: string, startedAt: number): ResponseRecord {
  const { story, it, touchpoint, customer, base, random } = writer;
  const { clock } = story;
  const draw = random.unit();
  const status = draw < 0.93 ? 'completed' : draw < 0.97 ? 'partial' : 'dismissed';
  const isLong = status === 'completed' && random.chance(LONG_RATIO);
  const text = status === 'completed' && random.chance(COMMENT_RATIO) ? said(writer, scores) : null;
  const finishedAt = startedAt + Math.round(random.between(12, 50) + (text?.length ?? 0) * 1.5);
  const answers = status === 'dismissed' ? [] : answersOf(scores, status === 'partial');
  if (isLong) answers.push(...driverAnswers(it, scores));
  return {
    type: 'response',
    response_id: `${invite_id === null ? 'Q' : 'R'}${base.order_id.slice(1)}`,
    survey_id: base.survey_id,
    survey_version: '3',
    invite_id,
    order_id: base.order_id,
    org_unit_id: base.org_unit_id,
    touchpoint,
    status,
    sent_by,
    customer: invite_id === null && it.member === null ? null : customer,
    started_at: clock.instant(it.day, startedAt),
    completed_at: status === 'completed' ? clock.instant(it.day, finishedAt) : null,
    updated_at: clock.instant(it.day, finishedAt),
    answers,
    comment: text,
    language: text === null ? null : it.person.english ? 'en' : 'zh-CN',
  };
}

/** Those who stop half-way have answered the first question. */
function answersOf({ csat, nps, ces }: Scores, isPartial: boolean): AnswerRecord[] {
  const answers: AnswerRecord[] = [{ question_id: 'satisfaction', metric: 'csat', score: csat, scale_min: 1, scale_max: 5 }];
  if (isPartial) return answers;
  answers.push({ question_id: 'recommend', metric: 'nps', score: nps, scale_min: 0, scale_max: 10 });
  if (ces !== null)
    answers.push({ question_id: 'effort', metric: 'ces', score: ces, scale_min: 1, scale_max: 7, ces_version: 'v2' });
  return answers;
}

function driverAnswers(it: Happening, { drivers }: Scores): AnswerRecord[] {
  return DRIVERS[it.mode].map((about, i) => {
    return { question_id: `driver_${about}`, about, score: drivers[i] ?? null, scale_min: 1, scale_max: 5 };
  });
}

function said({ story, it, touchpoint, random }: Writer, { csat, nps }: Scores): string {
  const { seed } = story.options;
  const someone = it.member ?? mix(seed, PURPOSES.comment, it.guest) % 40_000_000;
  const mood = csat >= 4 && nps >= 8 ? 'good' : csat <= 2 || nps <= 5 ? 'bad' : 'mixed';
  const scene = {
    touchpoint,
    mood,
    english: it.person.english,
    waitMinutes: it.waitMinutes,
    kitchenMinutes: it.mode === 'dine_in' ? it.kitchenMinutes : 0,
    lateMinutes: it.lateMinutes,
    leaks: it.leaks,
    badDish: it.badDish,
    dish: dishAt(it.badDish ? story.planted.dish.main : it.firstMain),
    phone: identifiers.phone(seed, someone),
    email: identifiers.email(seed, someone),
  } as const;
  return comment(scene, random.start(seed, PURPOSES.comment, it.key, it.day));
}

function dishAt(main: number): Dish {
  const dish = MAINS[main];
  if (dish === undefined) throw new RangeError('expected a dish on the menu');
  return dish;
}

/** Where the invite goes follows from what is known of the customer. */
function sentBy(customer: Customer): string {
  if (customer.phone != null) return 'sms';
  if (customer.unionid != null) return 'wechat';
  return customer.alipay_id == null ? 'app' : 'alipay';
}
