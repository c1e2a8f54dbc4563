import type { z } from 'zod';
import type { Draft } from '../contracts/event.ts';

/** What a mapping may know besides the record itself. */
interface MappingContext {
  /** UTC instant at which the message reached us. The same in every redelivery. */
  readonly receivedAt: string;
  /** Number of the line or record in its file, where it came in one. */
  readonly number?: number | undefined;
}

/** One kind of record that a vendor sends, and what it means in our words. */
export interface RecordType<Schema extends z.ZodType = z.ZodType> {
  readonly name: string;
  /** The vendor's shape. Fields it does not name are kept and reported, not refused. */
  readonly schema: Schema;
  /** Column names by which a table of these records is recognised, for channels that arrive as CSV, TSV, XLSX or Parquet. */
  readonly header?: readonly string[];
  /** Rows below the header that describe the columns and are no records. Zero unless said. */
  readonly descriptionRows?: number;
  /** Pure. Personal values are given as they are: the door takes them out. */
  readonly toEvents: (record: z.output<Schema>, context: MappingContext) => readonly Draft[];
}

/** A webhook call as it arrived, the body byte for byte. Header names are in lower case. */
export interface WebhookRequest {
  /** A HEAD is a GET here. */
  readonly method: 'GET' | 'POST';
  /** The address that the vendor called, with its query: some sign it. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

/** What a vendor expects to hear, where it is particular about that. */
export interface WebhookReply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** How a channel is called by its vendor. `secret` is one text; `kit/secret.ts` takes it apart where a vendor has several. */
interface Webhook {
  /**
   * Checks that the call comes from whom it says, over the raw body and in constant time.
   * @throws {RefusedError} 401 with what was expected.
   */
  readonly verify: (request: WebhookRequest, secret: string, now: Date) => void;
  /**
   * Answers a call that brings no records: proof that the address is ours, or a ping. Comes before `verify`, and checks what the
   * vendor signs of such calls itself. Undefined for any other call. A channel without it takes no GET.
   * @throws {RefusedError}
   */
  readonly handshake?: (request: WebhookRequest, secret: string, now: Date) => WebhookReply | undefined;
  /**
   * The records in a verified call, each with all that its record type needs: it is kept as JSON and read again from there. Without it
   * the body is JSON, one record or an array of them.
   * @throws {RefusedError} 400 when the body cannot be read at all.
   */
  readonly records?: (request: WebhookRequest, secret: string) => readonly unknown[];
  /** The answer once all is durable, for vendors that name the caller in it as a function; without it 202 and what became of each record. */
  readonly accepted?: WebhookReply | ((request: WebhookRequest, secret: string, now: Date) => WebhookReply);
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
  /**
   * The records in a file that is one JSON document, when they are not the document itself or the elements of its array.
   * @throws {RefusedError} 422 when it is another document.
   */
  readonly documentRecords?: (document: unknown) => readonly unknown[];
  /** Touchpoint of its events where the record names none, in the words of the journey; for the catalogue. */
  readonly touchpoint?: string;
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
