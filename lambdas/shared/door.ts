import { z } from 'zod';
import type { Column } from '../../contracts/column.ts';
import { type Draft, ENVELOPE, type EventContract, lakeColumns } from '../../contracts/event.ts';
import type { Pseudonymise } from './pseudonym.ts';
import { redact } from './redact/redact.ts';

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

const nativeId = {
  schema: z.string().min(1).max(500),
  accepts: (value: unknown) => typeof value === 'string' && value !== '' && value.length <= 500,
};

/** The occurrence's fields with the columns they fill. */
const OCCURRENCE = [
  ['nativeId', nativeId],
  ['version', ENVELOPE.event_version],
  ['occurredAt', ENVELOPE.occurred_at],
  ['businessDate', ENVELOPE.business_date],
] as const;

const ownColumns = new Map<EventContract, readonly (readonly [name: string, column: Column])[]>();

function columnsOf(contract: EventContract) {
  let columns = ownColumns.get(contract);
  if (columns === undefined) ownColumns.set(contract, (columns = Object.entries(contract.columns)));
  return columns;
}

/**
 * Checks a draft against its contract, then replaces identifiers by pseudonyms and redacts free text.
 * What comes out is safe to keep; what is refused comes back as problems.
 */
export function admit(draft: Draft, provenance: Provenance, pseudonymise: Pseudonymise): Admitted | readonly Problem[] {
  const { contract, occurrence, values } = draft;
  const problems: Problem[] = [];
  for (const [name, column] of OCCURRENCE) check(name, column, occurrence[name], problems);
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
  for (const [name, column] of columnsOf(contract)) {
    const value = values[name];
    if (check(name, column, value, problems))
      cells.push(value === undefined || value === null ? null : toCell(value, column, pseudonymise));
  }
  return problems.length > 0 ? problems : { contract, cells };
}

/** The fast check first; the schema has the last word and the reasons. */
function check(
  name: string,
  { accepts, schema }: Pick<Column, 'accepts' | 'schema'>,
  value: unknown,
  problems: Problem[],
): boolean {
  if (accepts(value)) return true;
  const { success, error } = schema.safeParse(value);
  for (const issue of error?.issues ?? []) problems.push({ field: pathOf([name, ...issue.path]), expected: issue.message });
  return success;
}

function toCell(value: unknown, column: Column, pseudonymise: Pseudonymise): Cell {
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
