/**
 * The one family of errors we throw. The message says what was expected of which thing; `retryable` says whether the
 * same call may succeed later. Whatever is not of this family counts as retryable.
 */
export class EcholakeError extends Error {
  readonly retryable: boolean;

  constructor(message: string, options: { retryable?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = new.target.name;
    this.retryable = options.retryable ?? false;
  }
}

/** A person's input was wrong: a path, an option, a name. Printed without a stack. */
export class UsageError extends EcholakeError {}

/** A whole message was refused before any record of it could be read: signature, size, encoding, header. */
export class RefusedError extends EcholakeError {
  /** HTTP status a webhook answers with. */
  readonly status: number;

  constructor(status: number, message: string, options: { cause?: unknown } = {}) {
    super(message, { ...options, retryable: status === 429 || status >= 500 });
    this.status = status;
  }
}

/** The store refused for any reason but "exists already". */
export class LakeWriteError extends EcholakeError {}

/** Whether trying the same thing again can help: our own errors say so themselves, unknown ones may. */
export function isRetryable(error: unknown): boolean {
  return error instanceof EcholakeError ? error.retryable : true;
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
