import { z } from 'zod';
import type { Column } from '../../contracts/column.ts';
import { type Draft, ENVELOPE, type EventContract, lakeColumns } from '../../contracts/event.ts';
import type { Pseudonymise } from './pseudonym.ts';
import { redact } from './redact.ts';

/** A value as it is queued and landed. Times and days are text; arrays are a JSON text. */
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
}

/** What the door writes beside the event's own columns. */
export interface Provenance {
  readonly channel: string;
  readonly recordId: string;
  readonly receivedAt: string;
  /** JSON of unknown fields, or null. */
  readonly extra: string | null;
}

const occurrenceSchema = z.object({
  nativeId: z.string().min(1).max(500),
  version: z.int().min(0),
  occurredAt: ENVELOPE.occurred_at.schema,
  businessDate: ENVELOPE.business_date.schema,
});

interface Gate {
  readonly schema: z.ZodObject;
  readonly own: readonly (readonly [name: string, column: Column])[];
}

const gates = new Map<EventContract, Gate>();

function gateOf(contract: EventContract): Gate {
  let gate = gates.get(contract);
  if (gate === undefined) {
    const shape = Object.fromEntries(Object.entries(contract.columns).map(([name, column]) => [name, column.schema]));
    gate = { schema: z.object(shape), own: Object.entries(contract.columns) };
    gates.set(contract, gate);
  }
  return gate;
}

/** Number of cells that the envelope takes, before the event's own. */
const ENVELOPE_WIDTH = Object.keys(ENVELOPE).length;

/**
 * Checks a draft against its contract, then replaces identifiers by pseudonyms and redacts free text.
 * What comes out is safe to keep; what is refused comes back as problems.
 */
export function admit(draft: Draft, provenance: Provenance, pseudonymise: Pseudonymise): Admitted | readonly Problem[] {
  const { contract, occurrence } = draft;
  const gate = gateOf(contract);
  const checked = gate.schema.safeParse(draft.values);
  const placed = occurrenceSchema.safeParse(occurrence);
  if (!checked.success || !placed.success) {
    return [...problemsOf(checked.error), ...problemsOf(placed.error)];
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
  for (const [name, column] of gate.own) cells.push(toCell(checked.data[name], column, pseudonymise));
  return { contract, cells };
}

function toCell(value: unknown, column: Column, pseudonymise: Pseudonymise): Cell {
  if (value === undefined || value === null) return null;
  if (column.type === 'array(varchar)') return JSON.stringify(value);
  if (typeof value === 'string') {
    if (column.handling === undefined) return value;
    return column.handling === 'redact' ? redact(value) : pseudonymise(column.handling.pseudonym, value);
  }
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  throw new TypeError(`a ${column.type} column cannot hold a ${typeof value}`);
}

/** zod's issues in our words. zod does not put values into messages, so neither do we. */
export function problemsOf(error: z.ZodError | undefined): Problem[] {
  return (error?.issues ?? []).map((issue) => ({ field: pathOf(issue.path), expected: issue.message }));
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`),
    '',
  );
}

/** The names of an admitted event's cells. */
export function cellNames(contract: EventContract): readonly string[] {
  return Object.keys(lakeColumns(contract));
}

/** The event's identity. */
export function eventIdOf(event: Admitted): Cell {
  return event.cells[0] ?? null;
}

if (ENVELOPE_WIDTH !== 9) throw new TypeError('admit() fills nine envelope cells');
