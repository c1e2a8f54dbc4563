import type { z } from 'zod';
import type { Draft } from '../contracts/event.ts';

/** What a mapping may know besides the record itself. */
interface MappingContext {
  /** UTC instant at which the message reached us. The same in every redelivery. */
  readonly receivedAt: string;
}

/** One kind of record that a vendor sends, and what it means in our words. */
export interface RecordType<Schema extends z.ZodType = z.ZodType> {
  readonly name: string;
  /** The vendor's shape. Fields it does not name are kept and reported, not refused. */
  readonly schema: Schema;
  /** Column names by which a table of these records is recognised, for channels that arrive as CSV. */
  readonly header?: readonly string[];
  /** Pure. Personal values are given as they are: the door takes them out. */
  readonly toEvents: (record: z.output<Schema>, context: MappingContext) => readonly Draft[];
}

/** A webhook call as it arrived, the body byte for byte. Header names are in lower case. */
export interface WebhookRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

/** How a channel is called by its vendor. */
interface Webhook {
  /**
   * Checks that the call comes from whom it says, over the raw body and in constant time.
   * @throws {RefusedError} 401 with what was expected.
   */
  readonly verify: (request: WebhookRequest, secret: string, now: Date) => void;
  /** The records in a parsed body; without it the body is one record, or an array of them. */
  readonly records?: (body: unknown) => readonly unknown[];
}

/** A vendor: who speaks, how it comes in, and what it means. */
export interface Channel {
  readonly name: string;
  readonly about: string;
  /** X: what customers felt. O: what happened. */
  readonly data: 'X' | 'O' | 'X and O';
  /** Page of the vendor's documentation that the schemas follow. */
  readonly source: string;
  readonly recordTypes: readonly RecordType[];
  /** Tells which kind a JSON record is. Channels that come only as CSV are recognised by header and lack it. */
  readonly recordTypeOf?: (record: unknown) => RecordType | undefined;
  readonly webhook?: Webhook;
}

/** A record type whose mapping is checked against its schema. */
export function recordType<Schema extends z.ZodType>(type: RecordType<Schema>): RecordType {
  return type;
}

/** Picks a record type by the text in one field, the way most JSON vendors mark their records. */
export function byField(field: string, types: readonly RecordType[]): (record: unknown) => RecordType | undefined {
  const byName = new Map(types.map((type) => [type.name, type]));
  return (record) => {
    const value: unknown = typeof record === 'object' && record !== null ? Reflect.get(record, field) : undefined;
    return typeof value === 'string' ? byName.get(value) : undefined;
  };
}
