/** What Athena answers with HTTP 400: the caller's request is wrong. */
export class AthenaError extends Error {
  readonly type: string;
  readonly code: string;

  constructor(message: string, { type = 'InvalidRequestException', code = 'INVALID_INPUT' } = {}) {
    super(message);
    this.type = type;
    this.code = code;
  }
}
