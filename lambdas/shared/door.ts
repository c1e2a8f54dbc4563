import { z } from 'zod';
import type { Column } from '../../contracts/column.ts';
import { type Draft, ENVELOPE, type EventContract, lakeColumns } from '../../contracts/event.ts';
import { fastCheck, fieldReader } from '../../contracts/fast-parse.ts';
import { type Mistype, mistypeOf } from './mistype.ts';
import type { Pseudonymise } from './pseudonym.ts';
import { recordTexts } from './record-texts.ts';
import { redact } from './redact/redact.ts';

/** A value as it is queued and landed. Times and days are text; an array is the JSON text of each of its items, one a line. */
export type Cell = string | number | boolean | null;

/** An event that passed the door: its cells in the order of {@link lakeColumns}. Nothing personal is left in it. */
export interface Admitted {
  readonly contract: EventContract;
  readonly cells: readonly Cell[];
}

/** What was wrong with one field of a record. Never holds the value. */
export interface Problem {
  /** Path of the field, such as `answers[0].score`; empty for the record itself. */
  readonly field: string;
  readonly expected: string;
  /** Set when it was the type of the value: a sign that a contract has changed. */
  readonly mistype?: Mistype | undefined;
}

/** What the door writes beside the event's own columns. */
export interface Provenance {
  readonly channel: string;
  readonly recordId: string;
  readonly receivedAt: string;
  /** JSON of unknown fields, or null. */
  readonly extra: string | null;
}

/** The occurrence's fields with the columns they fill. */
const OCCURRENCE = {
  nativeId: z.string().min(1).max(500),
  version: ENVELOPE.event_version.schema,
  occurredAt: ENVELOPE.occurred_at.schema,
  businessDate: ENVELOPE.business_date.schema,
};

/** A contract made ready: one judgement over a whole draft, and what becomes of each value. */
interface Gate {
  readonly fits: (draft: Pick<Draft, 'occurrence' | 'values'>) => boolean;
  /** The values of the columns, in their order. */
  readonly read: (values: Draft['values']) => unknown[];
  readonly columns: readonly GateColumn[];
}

type GateColumn = Column & { readonly recordText?: ReturnType<typeof recordTexts> };

const gates = new Map<EventContract, Gate>();

function gateOf(contract: EventContract): Gate {
  let gate = gates.get(contract);
  if (gate === undefined) {
    const columns = Object.entries(contract.columns);
    const values = z.object(Object.fromEntries(columns.map(([name, { schema }]) => [name, schema])));
    gate = {
      fits: fastCheck(z.object({ occurrence: z.object(OCCURRENCE), values })),
      read: fieldReader(columns.map(([name]) => name)),
      columns: columns.map(([, column]) =>
        column.fields === undefined ? column : { ...column, recordText: recordTexts(column.fields) },
      ),
    };
    gates.set(contract, gate);
  }
  return gate;
}

/**
 * Checks a draft against its contract, then replaces identifiers by pseudonyms and redacts free text.
 * What comes out is safe to keep; what is refused comes back as problems.
 */
export function admit(draft: Draft, provenance: Provenance, pseudonymise: Pseudonymise): Admitted | readonly Problem[] {
  const { contract, occurrence, values } = draft;
  const gate = gateOf(contract);
  if (!gate.fits(draft)) {
    const problems = problemsOfDraft(draft);
    if (problems.length > 0) return problems;
  }
  const cells: Cell[] = [
    `${provenance.channel}/${occurrence.nativeId}`,
    occurrence.version,
    provenance.recordId,
    provenance.channel,
    occurrence.occurredAt,
    occurrence.businessDate,
    provenance.receivedAt,
    contract.version,
    provenance.extra,
  ];
  const read = gate.read(values);
  for (let i = 0; i < read.length; i++) cells.push(toCell(read[i], gate.columns[i], pseudonymise));
  return { contract, cells };
}

/** The schemas have the last word, and the reasons. */
function problemsOfDraft({ contract, occurrence, values }: Draft): Problem[] {
  const checks: readonly (readonly [name: string, schema: z.ZodType, value: unknown])[] = [
    ...Object.entries(OCCURRENCE).map(([name, schema]) => [name, schema, Reflect.get(occurrence, name)] as const),
    ...Object.entries(contract.columns).map(([name, { schema }]) => [name, schema, values[name]] as const),
  ];
  return checks.flatMap(([name, schema, value]) =>
    (schema.safeParse(value).error?.issues ?? []).map((issue) => problemOf(issue, value, [name])),
  );
}

function toCell(value: unknown, column: GateColumn | undefined, pseudonymise: Pseudonymise): Cell {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') {
    if (column?.handling === undefined) return value;
    return column.handling === 'redact' ? redact(value) : pseudonymise(column.handling.pseudonym, value);
  }
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(column?.recordText ?? ((item) => JSON.stringify(item))).join('\n');
  throw new TypeError(`a ${column?.type} column cannot hold a ${typeof value}`);
}

/** zod's issues with a value, in our words. zod does not put values into messages, so neither do we. */
export function problemsOf(error: z.ZodError | undefined, value: unknown): Problem[] {
  return (error?.issues ?? []).map((issue) => problemOf(issue, value));
}

function problemOf(issue: z.core.$ZodIssue, root: unknown, before: readonly PropertyKey[] = []): Problem {
  const mistype = mistypeOf(issue, root);
  return { field: pathOf([...before, ...issue.path]), expected: issue.message, ...(mistype !== undefined && { mistype }) };
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`),
    '',
  );
}

/** The names of an admitted event's cells. */
export function cellNames(contract: EventContract): readonly string[] {
  const known = namesOf.get(contract);
  if (known !== undefined) return known;
  const names = Object.keys(lakeColumns(contract));
  namesOf.set(contract, names);
  return names;
}

const namesOf = new WeakMap<EventContract, readonly string[]>();
