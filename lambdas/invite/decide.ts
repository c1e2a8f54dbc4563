import { createHash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import type { Cell } from '../shared/door.ts';
import type { Person } from '../shared/ports.ts';
import type { Conditions, ListeningRule, ListeningRules, QuietHours, Via } from '../shared/listening-rules.ts';

/** An event after which a customer may be asked. */
export interface Trigger {
  readonly table: string;
  readonly eventId: string;
  /** UTC instant. */
  readonly occurredAt: string;
  readonly fields: Readonly<Record<string, Cell>>;
}

/** A survey that was sent, or is to be, to the customer in question. */
export interface Send {
  readonly inviteId: string;
  /** Epoch ms. */
  readonly at: number;
}

const SKIPS = [
  'not_in_segment',
  'too_late',
  'no_consent',
  'not_sampled',
  'no_contact_details',
  'quiet_hours',
  'contacted_recently',
] as const;
/** Why a customer was not asked. */
export type SkipReason = (typeof SKIPS)[number];

interface Decided {
  readonly rule: ListeningRule;
  readonly inviteId: string;
}
export type Decision = Decided &
  ({ readonly send: { readonly via: Via /** Epoch ms. */; readonly at: number } } | { readonly skip: SkipReason });

/**
 * Whether a customer is asked about an event, when and how; or why not. Null when no rule is for such events. Pure. An event that is
 * delivered again after its customer was asked comes to the same invite at the same time.
 */
export function decide(
  trigger: Trigger,
  { rules, limits }: Pick<ListeningRules, 'rules' | 'limits'>,
  person: Person,
  sends: readonly Send[],
  now: Date,
): Decision | null {
  const { touchpoint } = trigger.fields;
  const candidates = rules.filter(
    ({ on }) => on.table === trigger.table && (on.touchpoint === undefined || on.touchpoint === touchpoint),
  );
  const [first] = candidates;
  if (first === undefined) return null;
  const fits = (conditions: Conditions) => holds(conditions, trigger, person);
  const rule = candidates.find(({ segment }) => fits(segment)) ?? first;
  const inviteId = digest(`invite:${rule.name}:${trigger.eventId}`).toString('hex').slice(0, 24);
  const before = sends.find((send) => send.inviteId === inviteId);
  const skip = (reason: SkipReason): Decision => ({ rule, inviteId, skip: reason });

  if (!fits(rule.segment)) return skip('not_in_segment');
  if (before === undefined && now.getTime() - Date.parse(trigger.occurredAt) > rule.too_late_after) return skip('too_late');
  const consent = person.attributes['can_contact'];
  if (consent === false || (rule.consent === 'given' && consent !== true)) return skip('no_consent');
  if (!isSampled(rule, trigger.eventId)) return skip('not_sampled');
  const via = rule.via.find((way) => person.details[DETAIL_OF[way]] !== undefined);
  if (via === undefined) return skip('no_contact_details');
  if (before !== undefined) return { rule, inviteId, send: { via, at: before.at } };

  const wanted = Math.max(Date.parse(trigger.occurredAt), now.getTime()) + rule.delay;
  const at = rule.quiet === undefined ? wanted : afterQuiet(wanted, rule.quiet);
  if (at > wanted && rule.quiet?.instead === 'skip') return skip('quiet_hours');
  const isExceeded = limits.some(
    ({ name, at_most, within, when }) =>
      !rule.exempt_from.includes(name) &&
      fits(when) &&
      // On both sides, as another survey may be due later than this one: then no stretch of that length has more.
      sends.filter((send) => Math.abs(send.at - at) < within).length >= at_most,
  );
  return isExceeded ? skip('contacted_recently') : { rule, inviteId, send: { via, at } };
}

export const DETAIL_OF = { sms: 'phone', email: 'email', wechat: 'openid' } as const satisfies Record<Via, string>;

/** The draw: a hash of the rule and the event, so that it falls the same way each time. Even over all events, whatever their ids. */
export function isSampled({ name, share }: Pick<ListeningRule, 'name' | 'share'>, eventId: string): boolean {
  return digest(`sample:${name}:${eventId}`).readUIntBE(0, 6) / 2 ** 48 < share;
}

const digest = (text: string) => createHash('sha256').update(text).digest();

function holds(conditions: Conditions, trigger: Trigger, person: Person): boolean {
  return Object.entries(conditions).every(([field, wanted]) => {
    const isAttribute = field.startsWith('contact.');
    const value = isAttribute ? person.attributes[field.slice('contact.'.length)] : trigger.fields[field];
    if (Array.isArray(wanted)) return wanted.some((one) => one === value);
    if (typeof wanted !== 'object') return wanted === value;
    return typeof value === 'number' && value >= (wanted.min ?? -Infinity) && value <= (wanted.max ?? Infinity);
  });
}

/** The moment itself, or the end of the quiet hours that it falls into. They may go over midnight. */
export function afterQuiet(at: number, { from, to, zone }: QuietHours): number {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const clock = local.toPlainTime();
  const [start, end] = [Temporal.PlainTime.from(from), Temporal.PlainTime.from(to)];
  const isAfterStart = Temporal.PlainTime.compare(clock, start) >= 0;
  const isBeforeEnd = Temporal.PlainTime.compare(clock, end) < 0;
  const isOverMidnight = Temporal.PlainTime.compare(start, end) > 0;
  const isQuiet = isOverMidnight ? isAfterStart || isBeforeEnd : isAfterStart && isBeforeEnd;
  if (!isQuiet) return at;
  const day = isOverMidnight && isAfterStart ? local.toPlainDate().add({ days: 1 }) : local.toPlainDate();
  return day.toZonedDateTime({ timeZone: zone, plainTime: end }).epochMilliseconds;
}
