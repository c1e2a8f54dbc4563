import { createHash } from 'node:crypto';

/**
 * An id for a customer's action that its vendor gave none: a digest of what tells it from all others, such as who did it and when.
 * The parts may be personal; the id does not show them.
 */
export function digestId(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
