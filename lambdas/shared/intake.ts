import type { Channel, RecordType } from '../../channels/channel.ts';
import { type Admitted, admit, type Problem, problemsOf } from './door.ts';
import type { Secrets, VaultEntry } from './ports.ts';
import { type DigestRecord, type Pseudonymise, pseudonymiser, recordDigester } from './pseudonym.ts';
import { vaultEntriesOf } from './contact-details.ts';
import { redactFields } from './redact/fields.ts';

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
  /** Place in its file, as a person counts, where it came in one. */
  readonly place?: string | undefined;
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
  const recordId = keyed.digestRecord(record.text);
  const refuse = (problems: readonly Problem[]): Reading => ({ refused: { recordId, problems, raw: record.text } });
  if (type === undefined) {
    const names = channel.recordTypes.map((known) => known.name).join(', ');
    return refuse([{ field: 'type', expected: `a record of channel ${channel.name}: ${names}` }]);
  }
  const parsed = type.schema.safeParse(record.value);
  if (!parsed.success) return refuse(problemsOf(parsed.error));

  const unknownFields = fieldsBeyond(type, record.value);
  let extra = unknownFields.length === 0 ? null : JSON.stringify(redactFields(pick(record.value, unknownFields)));
  const admitted: Admitted[] = [];
  const problems: Problem[] = [];
  const contacts: VaultEntry[] = [];
  for (const draft of type.toEvents(parsed.data, { receivedAt, place: record.place })) {
    const outcome = admit(draft, { channel: channel.name, recordId, receivedAt, extra }, keyed.pseudonymise);
    if ('cells' in outcome) {
      admitted.push(outcome);
      if (keyed.vaulted.has(draft.contract.table)) contacts.push(...vaultEntriesOf(draft, channel.name, keyed.pseudonymise));
    } else
      problems.push(...outcome.map((problem) => ({ ...problem, expected: `${problem.expected} (${draft.contract.table})` })));
    extra = null; // kept once, with the record's first event
  }
  return problems.length > 0 ? refuse(problems) : { admitted, unknownFields, contacts };
}

const knownFields = new Map<RecordType, ReadonlySet<string> | null>();

function fieldsBeyond(type: RecordType, value: unknown): string[] {
  let known = knownFields.get(type);
  if (known === undefined) {
    const shape: unknown = Reflect.get(type.schema, 'shape');
    known = typeof shape === 'object' && shape !== null ? new Set(Object.keys(shape)) : null;
    knownFields.set(type, known);
  }
  if (known === null || typeof value !== 'object' || value === null) return [];
  const fields: string[] = [];
  for (const field in value) if (!known.has(field)) fields.push(field);
  return fields;
}

function pick(value: unknown, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field, Object(value)[field]]));
}
