import type { CollectPorts } from '../lambdas/collect/collect.ts';
import { tablesOf } from '../lambdas/shared/listening-rules.ts';
import { keyedBy } from '../lambdas/shared/intake.ts';
import type { Queue } from '../lambdas/shared/ports.ts';
import { webhookSender } from '../lambdas/shared/webhook-sender.ts';
import { folderQueue } from './adapters/folder-queue.ts';
import { loadWebhookSecret } from './adapters/key-file.ts';
import { type Installation, triggersDir } from './installation.ts';
import { inviteLoop, loadRules } from './invite-loop.ts';

/** Surveys that follow what comes in by webhook, while it runs. */
interface Inviting {
  /** What collecting does besides: contact details of triggering events are kept, and the events are decided on. */
  readonly collect: Pick<CollectPorts, 'keyed' | 'triggers'>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts deciding and sending by the folder's listening rules; null without rules.
 * @throws {UsageError} when the rules are wrong.
 */
export async function openInviting(
  installation: Installation,
  queue: Queue,
  onError: (message: string) => void,
): Promise<Inviting | null> {
  const { dataDir, secrets, clock } = installation;
  const rules = await loadRules(dataDir);
  if (rules === null) return null;
  const tables = tablesOf(rules);
  const triggers = await folderQueue(triggersDir(dataDir));
  const sender = webhookSender(rules.sender, await loadWebhookSecret(dataDir, 'invite'), clock);
  const stopping = new AbortController();
  const loop = inviteLoop({ triggers, ports: { ...installation, queue, sender, rules }, signal: stopping.signal, onError });
  return {
    collect: { keyed: keyedBy(secrets, ['contact', ...tables]), triggers: { tables, queue: triggers } },
    stop: async () => {
      stopping.abort();
      await loop;
    },
  };
}
