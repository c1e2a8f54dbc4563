import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EcholakeError, messageOf } from '../contracts/errors.ts';
import { decideInvites, type InvitePorts, type InviteTally, sendDue } from '../lambdas/invite/invite.ts';
import { type ListeningRules, parseRules } from '../lambdas/shared/listening-rules.ts';
import { unpackMessage } from '../lambdas/shared/message.ts';
import type { Queue } from '../lambdas/shared/ports.ts';
import { hasCode } from './adapters/durable-file.ts';

/** Listening rules of a data folder. Without the file nobody is asked. */
const FILE = 'listening.yml';
const BATCH = 100;
/** How late an invite may leave, and the pause after a failed try. */
const PAUSE_MS = 1_000;

/** @throws {UsageError} naming the line that is wrong. */
export async function loadRules(dataDir: string): Promise<ListeningRules | null> {
  const path = join(dataDir, FILE);
  try {
    return parseRules(await readFile(path, 'utf8'), path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** Decides on what has come in, in the order it came, and sends what is due. What was decided and sent. */
export async function inviteOnce(triggers: Queue, ports: InvitePorts, signal?: AbortSignal): Promise<InviteTally> {
  const messages = await triggers.receive(BATCH, signal);
  const events = messages.flatMap(({ body }) => unpackMessage(body));
  const decided = await decideInvites(events, ports);
  await triggers.ack(messages);
  return { ...decided, ...(await sendDue(ports)) };
}

interface InviteLoop {
  readonly triggers: Queue;
  readonly ports: InvitePorts;
  readonly signal: AbortSignal;
  readonly onError: (message: string) => void;
}

/** What the event source and the clock do for the Lambda. */
export async function inviteLoop({ triggers, ports, signal, onError }: InviteLoop): Promise<void> {
  while (!signal.aborted) {
    try {
      await inviteOnce(triggers, ports, signal);
    } catch (error) {
      const reason = error instanceof EcholakeError && error.cause !== undefined ? `: ${messageOf(error.cause)}` : '';
      onError(`invites: ${messageOf(error)}${reason}`);
    }
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
  }
}
