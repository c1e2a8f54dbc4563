import { businessDate } from '../kit/time.ts';
import { zone } from './zone.ts';

/** What tells to which session a message belongs. */
interface Placed {
  readonly message: unknown;
  readonly open_kfid: string;
  readonly external_userid: string;
  readonly sentAt: number;
}

/**
 * Sessions out of messages: what one customer and one account said to each other until the session was ended, or until the day was over.
 * A message that says neither who nor when stands for itself, to be refused with reasons.
 */
export function sessionsOf(messages: readonly unknown[]): readonly unknown[] {
  const placed = messages.map(placedOf);
  const lost = messages.filter((_, i) => placed[i] === undefined);
  const known = placed.filter((one) => one !== undefined).sort((a, b) => a.sentAt - b.sentAt);
  const sessions: { open_kfid: string; external_userid: string; messages: unknown[] }[] = [];
  const running = new Map<string, (typeof sessions)[number]>();
  for (const { message, open_kfid, external_userid, sentAt } of known) {
    const key = JSON.stringify([open_kfid, external_userid, businessDate(new Date(sentAt * 1000).toISOString(), zone)]);
    let session = running.get(key);
    if (session === undefined) {
      session = { open_kfid, external_userid, messages: [] };
      sessions.push(session);
      running.set(key, session);
    }
    session.messages.push(message);
    if (endsSession(message)) running.delete(key);
  }
  return [...sessions, ...lost];
}

/** An event names its customer inside itself. */
function placedOf(message: unknown): Placed | undefined {
  const { event, send_time } = Object(message);
  const open_kfid: unknown = Object(message).open_kfid ?? Object(event).open_kfid;
  const external_userid: unknown = Object(message).external_userid ?? Object(event).external_userid;
  const hasTime =
    typeof send_time === 'number' && Number.isSafeInteger(send_time) && send_time >= 0 && send_time < 253_402_300_800;
  if (typeof open_kfid !== 'string' || typeof external_userid !== 'string' || !hasTime) return undefined;
  return { message, open_kfid, external_userid, sentAt: send_time };
}

/** `change_type` 3 of a change of the session's state says that it is over. */
function endsSession(message: unknown): boolean {
  const { event } = Object(message);
  return Object(event).event_type === 'session_status_change' && Object(event).change_type === 3;
}
