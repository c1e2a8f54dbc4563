/** Where bytes are kept. S3 on AWS, a folder on one machine. Keys use `/`. */
export interface Store {
  /**
   * Writes a new object, durably, or finds that the key is taken and leaves it as it is.
   * @throws {LakeWriteError}
   */
  putNew(key: string, bytes: Uint8Array): Promise<'written' | 'exists'>;
  /** Writes or replaces an object, durably. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** The object's bytes, or null when there is none. */
  get(key: string): Promise<Uint8Array | null>;
  /** The object's bytes as they come, for what is too large to hold. Throws when there is none. */
  read(key: string): AsyncIterable<Uint8Array>;
  /** Keys below a prefix, in order. */
  list(prefix: string): AsyncIterable<string>;
  /** Removes an object; none there is fine. */
  delete(key: string): Promise<void>;
}

/** A message on loan: it comes back unless it is acknowledged in time. */
export interface Message {
  readonly id: string;
  readonly body: string;
  readonly receipt: string;
}

/** At-least-once transport. SQS on AWS, a durable folder on one machine. */
export interface Queue {
  /** Resolves when the message is durable. Bodies up to {@link MAX_MESSAGE_BYTES}. */
  send(body: string): Promise<void>;
  /** Up to `max` messages; waits a moment for the first. */
  receive(max: number, signal?: AbortSignal): Promise<Message[]>;
  ack(messages: readonly Message[]): Promise<void>;
}

/** SQS takes 1 MiB a message; some is left for its attributes. */
export const MAX_MESSAGE_BYTES = 1_000_000;

/** The secrets of one installation. Secrets Manager on AWS, a key file on one machine. */
export interface Secrets {
  /** Keys of pseudonyms, 32 bytes each, oldest first. All of them are used, see `pseudonym.ts`; the first digests records too. */
  readonly pseudonymKeys: readonly Uint8Array[];
  /** Keys of the quarantine, 32 bytes each. The first seals, all open. */
  readonly quarantineKeys: readonly Uint8Array[];
  /** Key of the vault's rows, 32 bytes. */
  readonly vaultKey: Uint8Array;
  /** Webhook secrets of a channel, any of which a call may be signed with; none when it has none. */
  readonly webhookSecrets: (channel: string) => readonly string[];
}

/** Where a person can be written to. Personal: it leaves the vault only toward whoever sends. */
export interface ContactDetails {
  readonly phone?: string;
  readonly email?: string;
  /** At the company's WeChat account. */
  readonly openid?: string;
  /** What their contact record says of them, such as `can_contact` and `member_tier`, for the rules of whom to ask. */
  readonly attributes?: Attributes;
}

export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** A customer as a listening rule sees them. */
export interface Person {
  readonly details: ContactDetails;
  readonly attributes: Attributes;
}

/** What one pseudonym's row is to hold; what it held besides stays. */
export interface VaultEntry {
  /** A pseudonym of the person, of whatever kind. */
  readonly contact: string;
  /** Orders what is said of one person, whatever order it arrives in: ms of when it was so. */
  readonly version: number;
  readonly details: ContactDetails;
}

/** The one place that keeps contact details, sealed. DynamoDB on AWS, a folder on one machine. */
export interface Vault {
  /** Resolves when all rows are durable. Of two values of one field the higher version is kept, and of equal ones the later put. */
  put(entries: readonly VaultEntry[]): Promise<void>;
  get(contact: string): Promise<ContactDetails | null>;
  /** A row by its fields, each with its version; empty when there is none. */
  entries(contact: string): Promise<readonly VaultEntry[]>;
  /** Removes rows so that no copy is left; none there is fine. */
  erase(contacts: readonly string[]): Promise<void>;
  /** Every pseudonym that has a row. */
  contacts(): AsyncIterable<string>;
}

/** One survey on its way to one customer. */
interface OutgoingInvite {
  /** The same in every try: a sender that has seen it does not send again. */
  readonly invite_id: string;
  readonly survey_id: string;
  readonly via: string;
  /** Phone number, e-mail address or openid. Personal. */
  readonly to: string;
  readonly order_id: string | null;
}

/** Hands a survey to whoever sends messages. Resolves once that one has taken it. */
export type Sender = (invite: OutgoingInvite) => Promise<void>;

/** The time, given so that a test can stop it. */
export type Clock = () => Date;
