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
  /** Key of pseudonyms and record digests, 32 bytes. */
  readonly pseudonymKey: Uint8Array;
  /** Key that encrypts what is in quarantine, 32 bytes. */
  readonly quarantineKey: Uint8Array;
  /** Webhook secret of a channel, or undefined when it has none. */
  readonly webhookSecret: (channel: string) => string | undefined;
}

/** The time, given so that a test can stop it. */
export type Clock = () => Date;
