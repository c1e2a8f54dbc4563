import type { z } from 'zod';
import { type Column, day, id, instant, integer, optional, text } from './column.ts';

export type Columns = Readonly<Record<string, Column>>;

/** A kind of event, which is one lake table: what a row is, and its columns beyond the envelope. */
export interface EventContract<Table extends string = string, C extends Columns = Columns> {
  readonly table: Table;
  /** Raised when a column changes its meaning or type. A new optional column does not raise it. */
  readonly version: number;
  readonly about: string;
  /** What one row is, told by its `event_id`. */
  readonly grain: string;
  readonly columns: C;
  /** Columns that landed files may still have and nothing reads any more. */
  readonly retired?: readonly string[];
}

/** The columns that every lake table begins with. They are written by the door; a channel gives only what {@link Occurrence} asks. */
export const ENVELOPE = {
  event_id: id('Deterministic identity: channel and the id the vendor gave. The same in every delivery and every version.'),
  event_version: integer('Orders the versions of one event; the highest is true. Usually the vendor’s update time in ms.', {
    min: 0,
  }),
  record_id: id('Keyed digest of the record as it was sent. Breaks ties between equal versions, whatever the order of arrival.'),
  channel: id('Folder under channels/ that let it in.'),
  occurred_at: instant('When it happened.'),
  business_date: day('Day on which it counts, in the zone of the business.'),
  received_at: instant('When it reached us.'),
  contract_version: integer('Version of the contract that admitted it.', { min: 1 }),
  extra: optional(text('JSON of fields that the vendor sent and the channel does not know.')),
} satisfies Columns;

/** What a channel says of an event besides its columns. */
export interface Occurrence {
  /** The vendor's id of the thing, unique in the channel and table. Never a personal identifier. */
  readonly nativeId: string;
  /** Larger for later versions of the same thing; ms of the vendor's update time, or a counter. */
  readonly version: number;
  /** UTC instant. */
  readonly occurredAt: string;
  /** Calendar day in the business's zone. */
  readonly businessDate: string;
}

type Required<C extends Columns> = {
  [K in keyof C as undefined extends z.input<C[K]['schema']> ? never : K]: z.input<C[K]['schema']>;
};
type Optional<C extends Columns> = {
  [K in keyof C as undefined extends z.input<C[K]['schema']> ? K : never]?: z.input<C[K]['schema']>;
};

/** The values of an event's own columns, as a channel gives them: personal values still in the clear. */
export type Values<C extends Columns> = Required<C> & Optional<C>;

/** An event on its way to the door: not yet checked, pseudonymised or redacted. Never to be stored or logged. */
export interface Draft {
  readonly contract: EventContract;
  readonly occurrence: Occurrence;
  readonly values: Readonly<Record<string, unknown>>;
}

export function defineEvent<const Table extends string, const C extends Columns>(
  contract: EventContract<Table, C>,
): EventContract<Table, C> {
  const taken = Object.keys(contract.columns).filter((name) => name in ENVELOPE);
  if (taken.length > 0) throw new TypeError(`${contract.table}: ${taken.join(', ')} belongs to the envelope`);
  return contract;
}

/** A draft of one event, its columns checked by the compiler against the contract. */
export function draft<C extends Columns>(contract: EventContract<string, C>, occurrence: Occurrence, values: Values<C>): Draft {
  return { contract, occurrence, values };
}

/** All columns of the lake table, envelope first, in the order they are stored. */
export function lakeColumns(contract: EventContract): Columns {
  return { ...ENVELOPE, ...contract.columns };
}
