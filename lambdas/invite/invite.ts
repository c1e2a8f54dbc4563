import { z } from 'zod';
import { businessDate } from '../../channels/kit/time.ts';
import { EcholakeError } from '../../contracts/errors.ts';
import { draft } from '../../contracts/event.ts';
import { surveyInvite } from '../../contracts/events/survey-invite.ts';
import { askedKey, askedPrefix, DUE_PREFIX, dueKey } from '../../contracts/lake.ts';
import { type Admitted, admit, type Cell, cellNames } from '../shared/door.ts';
import { packMessages } from '../shared/message.ts';
import type { Clock, Person, Queue, Sender, Store, Vault } from '../shared/ports.ts';
import { afterQuiet, type Decision, decide, DETAIL_OF, type Send, type SkipReason, type Trigger } from './decide.ts';
import type { ListeningRule, ListeningRules } from '../shared/listening-rules.ts';

export interface InvitePorts {
  readonly store: Store;
  readonly vault: Vault;
  /** Toward the lake. */
  readonly queue: Pick<Queue, 'send'>;
  readonly sender: Sender;
  readonly clock: Clock;
  readonly rules: ListeningRules;
}

/** Identifiers of one person. A device or a cookie may be several people's. */
const CONTACT_COLUMNS = ['member_key', 'phone_key', 'unionid_key', 'email_key', 'alipay_key', 'account_key'] as const;
const KEY_COLUMNS = [...CONTACT_COLUMNS, 'device_key', 'cookie_key'] as const;

/** What is carried from an event to its invite: where it was, what was bought, who it was by pseudonym. */
const invitedSchema = z.object({
  rule: z.string(),
  invite_id: z.string(),
  survey_id: z.string(),
  via: z.enum(['sms', 'email', 'wechat']),
  decided_at: z.iso.datetime(),
  fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
type Invited = z.output<typeof invitedSchema>;

/** How many were asked, and how many not, by reason. */
export type InviteTally = Record<string, number>;

/**
 * Decides for each event whether its customer is asked. Who is gets an invite that waits for its time; who is not gets an event with the
 * reason. One call at a time: two at once could both find that a customer was not asked lately. Safe to repeat.
 */
export async function decideInvites(events: readonly Admitted[], ports: InvitePorts): Promise<InviteTally> {
  const tally: InviteTally = {};
  const skipped: Admitted[] = [];
  for (const event of events) {
    const trigger = triggerOf(event);
    const contacts = contactsOf(trigger.fields);
    const person = await personOf(contacts, ports.vault);
    const decision = decide(trigger, ports.rules, person, await sendsTo(contacts, ports.store), ports.clock());
    if (decision === null) continue;
    const outcome = 'skip' in decision ? decision.skip : 'asked';
    tally[outcome] = (tally[outcome] ?? 0) + 1;
    if ('skip' in decision) skipped.push(inviteEvent(trigger, decision, ports));
    else await keep(trigger, decision, contacts, ports);
  }
  await Promise.all(packMessages(skipped).map((body) => ports.queue.send(body)));
  return tally;
}

/** First that the customer is asked is noted, then the invite: a stop in between is made good when the event comes again. */
async function keep(
  trigger: Trigger,
  { rule, inviteId, send }: Extract<Decision, { send: unknown }>,
  contacts: readonly string[],
  { store, clock }: InvitePorts,
): Promise<void> {
  const known = contacts.length > 0 && (await store.get(askedKey(contacts.at(-1) ?? '', send.at, inviteId))) !== null;
  const invited: Invited = {
    rule: rule.name,
    invite_id: inviteId,
    survey_id: rule.survey,
    via: send.via,
    decided_at: clock().toISOString(),
    fields: trigger.fields,
  };
  // The last note is made after the invite: where it stands, the invite was kept, and may have been sent and removed since.
  const notes = contacts.map((contact) => askedKey(contact, send.at, inviteId));
  for (const note of notes.slice(0, -1)) await store.putNew(note, new Uint8Array());
  if (known) return;
  await store.putNew(dueKey(send.at, inviteId), Buffer.from(JSON.stringify(invited)));
  const last = notes.at(-1);
  if (last !== undefined) await store.putNew(last, new Uint8Array());
}

/**
 * Sends the invites whose time has come. One that cannot be sent stays for the next call, and so may go out twice if a call ends between
 * sending and removing: its id is the same then.
 */
export async function sendDue(ports: InvitePorts): Promise<InviteTally> {
  const { store, clock, rules, vault, sender, queue } = ports;
  const tally: InviteTally = {};
  const failures: unknown[] = [];
  for await (const key of store.list(DUE_PREFIX)) {
    const at = Number(key.slice(DUE_PREFIX.length, DUE_PREFIX.length + 15));
    const now = clock();
    if (at > now.getTime()) break;
    const bytes = await store.get(key);
    if (bytes === null) continue;
    const invited = invitedSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    const person = await personOf(contactsOf(invited.fields), vault);
    const to = person.details[DETAIL_OF[invited.via]];
    const rule = rules.rules.find(({ name }) => name === invited.rule);
    const held = heldBack(at, now.getTime(), rule);
    if (held === 'wait') continue;
    const skip: SkipReason | null =
      person.attributes['can_contact'] === false ? 'no_consent' : to === undefined ? 'no_contact_details' : held;
    try {
      if (skip === null && to !== undefined) {
        const order_id = textOf(invited.fields['order_id']);
        await sender({ invite_id: invited.invite_id, survey_id: invited.survey_id, via: invited.via, to, order_id });
      }
      const outcome = skip === null ? { sentAt: now } : { skip };
      const event = invitedEvent(invited, rule, outcome, ports);
      await Promise.all(packMessages([event]).map((body) => queue.send(body)));
      await store.delete(key);
      tally[skip ?? 'sent'] = (tally[skip ?? 'sent'] ?? 0) + 1;
    } catch (error) {
      failures.push(error);
    }
  }
  const [first] = failures;
  if (first !== undefined)
    throw new EcholakeError(`${failures.length} invites could not be sent; they stay for the next try`, {
      retryable: true,
      cause: first,
    });
  return tally;
}

/** Asked again of an invite that leaves later than it was due, after an outage: quiet hours and lateness are those of the sending. */
function heldBack(due: number, now: number, rule: ListeningRule | undefined): 'wait' | 'too_late' | 'quiet_hours' | null {
  if (rule === undefined) return null;
  if (now - due > rule.too_late_after) return 'too_late';
  if (rule.quiet === undefined || afterQuiet(now, rule.quiet) === now) return null;
  return rule.quiet.instead === 'wait' ? 'wait' : 'quiet_hours';
}

function triggerOf({ contract, cells }: Admitted): Trigger {
  const fields = Object.fromEntries(cellNames(contract).map((name, i) => [name, cells[i] ?? null]));
  return { table: contract.table, eventId: String(fields['event_id']), occurredAt: String(fields['occurred_at']), fields };
}

function contactsOf(fields: Readonly<Record<string, Cell>>): string[] {
  return CONTACT_COLUMNS.flatMap((name) => textOf(fields[name]) ?? []);
}

const textOf = (cell: Cell | undefined): string | null => (typeof cell === 'string' ? cell : null);

/** All that the vault holds under any of the pseudonyms; a refusal under one of them counts for all. */
async function personOf(contacts: readonly string[], vault: Vault): Promise<Person> {
  const rows = (await Promise.all(contacts.map((contact) => vault.get(contact)))).filter((row) => row !== null);
  const details = Object.assign({}, ...rows.toReversed());
  const attributes = Object.assign({}, ...rows.toReversed().map((row) => row.attributes ?? {}));
  const hasRefused = rows.some((row) => row.attributes?.['can_contact'] === false);
  return { details, attributes: hasRefused ? { ...attributes, can_contact: false } : attributes };
}

async function sendsTo(contacts: readonly string[], store: Store): Promise<Send[]> {
  const sends = new Map<string, Send>();
  for (const contact of contacts) {
    const prefix = askedPrefix(contact);
    for await (const key of store.list(prefix)) {
      const [at = '', inviteId = ''] = key.slice(prefix.length).split('-');
      sends.set(inviteId, { inviteId, at: Number(at) });
    }
  }
  return [...sends.values()];
}

function inviteEvent(
  trigger: Trigger,
  { rule, inviteId, skip }: Extract<Decision, { skip: unknown }>,
  ports: InvitePorts,
): Admitted {
  const decided_at = ports.clock().toISOString();
  const invited = { rule: rule.name, invite_id: inviteId, survey_id: rule.survey, via: null, decided_at, fields: trigger.fields };
  return invitedEvent(invited, rule, { skip }, ports);
}

/** The decision as an event of the lake. Its pseudonyms were made when the triggering event came in. */
function invitedEvent(
  invited: Omit<Invited, 'via'> & { readonly via: string | null },
  rule: ListeningRule | undefined,
  outcome: { readonly sentAt: Date } | { readonly skip: string },
  { clock, rules: { zone } }: Pick<InvitePorts, 'clock' | 'rules'>,
): Admitted {
  const { fields, invite_id, survey_id, decided_at } = invited;
  const now = clock().toISOString();
  const isSent = 'sentAt' in outcome;
  const admitted = admit(
    draft(
      surveyInvite,
      { nativeId: invite_id, version: Date.parse(now), occurredAt: decided_at, businessDate: businessDate(decided_at, zone) },
      {
        invite_id,
        survey_id,
        order_id: textOf(fields['order_id']),
        status: isSent ? 'sent' : 'skipped',
        skip_reason: isSent ? null : outcome.skip,
        sent_by: invited.via,
        ...Object.fromEntries(KEY_COLUMNS.map((name) => [name, textOf(fields[name])])),
        org_unit_id: textOf(fields['org_unit_id']),
        touchpoint: textOf(fields['touchpoint']) ?? rule?.on.touchpoint,
        sent_at: isSent ? outcome.sentAt.toISOString() : null,
      },
    ),
    { channel: 'invite', recordId: invite_id, receivedAt: now, extra: null },
    (_kind, pseudonym) => pseudonym,
  );
  if (!('cells' in admitted))
    throw new EcholakeError(`invite ${invite_id}: ${admitted.map(({ field, expected }) => `${field}: ${expected}`).join('; ')}`);
  return admitted;
}
