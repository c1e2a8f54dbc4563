import type { Channel, RecordType } from '../../channels/channel.ts';
import { type FastParse, fastParse, type Notes, UNDECIDED } from '../../contracts/fast-parse.ts';
import { unknownFields } from '../../contracts/unknown-fields.ts';
import { type Admitted, admit, type Problem, problemsOf } from './door.ts';
import type { Secrets, VaultEntry } from './ports.ts';
import { type DigestRecord, type Pseudonymise, pseudonymiser, recordDigester } from './pseudonym.ts';
import { vaultEntriesOf } from './contact-details.ts';
import { typeOf } from './mistype.ts';
import { notKept, redactFields } from './redact/fields.ts';
import { redact } from './redact/redact.ts';

/** What turns a vendor's record into events: the keyed functions of one installation. */
export interface Keyed {
  readonly pseudonymise: Pseudonymise;
  readonly digestRecord: DigestRecord;
  /** Tables whose events bring contact details for the vault. */
  readonly vaulted: ReadonlySet<string>;
}

/** Digests stay under the first key: they must stay equal when a record comes again after a rotation. */
export function keyedBy({ pseudonymKeys }: Pick<Secrets, 'pseudonymKeys'>, vaulted: Iterable<string> = []): Keyed {
  return {
    pseudonymise: pseudonymiser(pseudonymKeys),
    digestRecord: recordDigester(pseudonymKeys[0] ?? new Uint8Array()),
    vaulted: new Set(vaulted),
  };
}

/** A record that was refused, with everything a person needs to mend it. The raw text is personal. */
export interface Refusal {
  readonly recordId: string;
  readonly problems: readonly Problem[];
  readonly raw: string;
}

export type Reading =
  | {
      readonly admitted: readonly Admitted[];
      readonly unknownFields: readonly string[];
      /** Rows for the vault, of the events by which a customer says where to write. */
      readonly contacts: readonly VaultEntry[];
    }
  | { readonly refused: Refusal };

/** One record as it arrived: parsed, and as the text it was parsed from. */
export interface RawRecord {
  readonly value: unknown;
  readonly text: string;
  /** The same text in UTF-8, where it came so. */
  readonly bytes?: Uint8Array | undefined;
  /** Number of the line or record in its file, as a person counts, where it came in one. */
  readonly number?: number | undefined;
}

/**
 * Reads one record of a channel, wholly or not at all: a record that would make three events of which one is wrong is
 * refused as one.
 */
export function readRecord(
  channel: Channel,
  type: RecordType | undefined,
  record: RawRecord,
  receivedAt: string,
  keyed: Keyed,
): Reading {
  const recordId = keyed.digestRecord(record.bytes ?? record.text);
  if (type === undefined) {
    const names = channel.recordTypes.map((known) => known.name).join(', ');
    return refused(recordId, record, [{ field: 'type', expected: `a record of channel ${channel.name}: ${names}` }]);
  }
  const notes: Notes = { hasUnknown: false };
  let parsed = readerOf(type)(record.value, notes);
  if (parsed === UNDECIDED) {
    const { success, data, error } = type.schema.safeParse(record.value);
    if (!success) return refused(recordId, record, problemsOf(error, record.value));
    parsed = data;
    notes.hasUnknown = true; // not looked for yet
  }
  const unknown = notes.hasUnknown ? unknownFields(type.schema, record.value) : NONE;
  let extra = unknown.length === 0 ? null : extraOf(unknown);
  const admitted: Admitted[] = [];
  const problems: Problem[] = [];
  const contacts: VaultEntry[] = [];
  for (const draft of type.toEvents(parsed, { receivedAt, number: record.number })) {
    const outcome = admit(draft, { channel: channel.name, recordId, receivedAt, extra }, keyed.pseudonymise);
    if ('cells' in outcome) {
      admitted.push(outcome);
      if (keyed.vaulted.has(draft.contract.table)) contacts.push(...vaultEntriesOf(draft, channel.name, keyed.pseudonymise));
    } else
      problems.push(...outcome.map((problem) => ({ ...problem, expected: `${problem.expected} (${draft.contract.table})` })));
    extra = null; // kept once, with the record's first event
  }
  if (problems.length > 0) return refused(recordId, record, problems);
  return { admitted, unknownFields: unknown.length === 0 ? NO_NAMES : unknown.map(nameOf), contacts };
}

/**
 * What is kept of unknown fields. Below the top only that there was one, and of what type: what stands there is the vendor's to change,
 * and may be anyone's name.
 */
function extraOf(unknown: readonly (readonly [path: string, value: unknown])[]): string | null {
  const isBelow = ([path]: readonly [path: string, value: unknown]) => /[.[]/.test(path);
  const below = unknown.filter(isBelow).filter(([, value]) => value != null);
  const extra = Object.assign(
    Object(redactFields(Object.fromEntries(unknown.filter((field) => !isBelow(field))))),
    Object.fromEntries(below.map((field) => [redact(nameOf(field)), notKept(typeOf(field[1]))])),
  );
  return Object.keys(extra).length === 0 ? null : JSON.stringify(extra);
}

function refused(recordId: string, { text }: RawRecord, problems: readonly Problem[]): Reading {
  return { refused: { recordId, problems, raw: text } };
}

/** Which item of a list a field was in is no part of its name. */
function nameOf([path]: readonly [path: string, value: unknown]): string {
  return path.replaceAll(/\[\d+\]/g, '[]');
}

const NONE: readonly (readonly [path: string, value: unknown])[] = [];
const NO_NAMES: readonly string[] = [];

const readers = new Map<RecordType, FastParse>();

function readerOf(type: RecordType): FastParse {
  let reader = readers.get(type);
  if (reader === undefined) readers.set(type, (reader = fastParse(type.schema)));
  return reader;
}
