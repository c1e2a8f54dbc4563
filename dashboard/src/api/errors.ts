/**
 * - `expired`: sign in again
 * - `refused`: the signed-in person may not see this
 * - `unreachable`: no answer at all
 * - `slow`: the query is still running after the longest wait
 * - `failed`: the server answered with an error
 * - `strange`: the answer was not what its contract says
 */
export type Trouble = 'expired' | 'refused' | 'unreachable' | 'slow' | 'failed' | 'strange';

/** Why the server's data could not be had. */
export class ApiError extends Error {
  readonly trouble: Trouble;
  readonly status: number;
  readonly requestId: string | null;

  constructor(trouble: Trouble, message: string, options: { status?: number; requestId?: string | null; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'ApiError';
    this.trouble = trouble;
    this.status = options.status ?? 0;
    this.requestId = options.requestId ?? null;
  }

  /** Whether the same request may succeed if it is sent again at once. */
  get isPassing(): boolean {
    return this.trouble === 'unreachable' || this.status >= 502;
  }
}
