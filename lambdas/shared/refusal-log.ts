import { draft } from '../../contracts/event.ts';
import { refusal } from '../../contracts/events/refusal.ts';
import { type Admitted, admit } from './door.ts';
import type { Refused } from './quarantine.ts';

/** Longest text that a column of the lake takes. */
const MAX_TEXT = 1000;

/**
 * Refused records as events of the lake, so that SQL can tell how much of a channel is refused and why. They hold the names of fields and
 * what was expected of them, and nothing that was sent. The version is the same each time: a record counts on the day it was first refused.
 */
export function refusalEvents(
  channel: string,
  receivedAt: string,
  source: 'webhook' | 'file',
  refused: readonly Refused[],
): Admitted[] {
  return refused.map(({ recordId, recordType, problems }) => {
    const [first] = problems;
    const event = draft(
      refusal,
      { nativeId: recordId, version: 0, occurredAt: receivedAt, businessDate: receivedAt.slice(0, 10) },
      {
        record_type: recordType,
        source,
        field: (first?.field ?? '').slice(0, MAX_TEXT),
        expected: (first?.expected ?? '').slice(0, MAX_TEXT),
        problem_count: Math.max(problems.length, 1),
      },
    );
    const outcome = admit(event, { channel, recordId, receivedAt, extra: null }, () => null);
    if ('cells' in outcome) return outcome;
    throw new TypeError(`refusal of ${recordId}: ${outcome.map(({ field, expected }) => `${field}: ${expected}`).join('; ')}`);
  });
}
