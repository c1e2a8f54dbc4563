import { randomUUID } from 'node:crypto';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { SIGNATURE_HEADER, sign } from '../../channels/kit/signature.ts';
import { loadChannel } from '../../channels/load.ts';
import { collect } from '../../lambdas/collect/collect.ts';
import { type Drop as DroppedFile, importDrop, ownHands } from '../../lambdas/import/import-drop.ts';
import { landMessages } from '../../lambdas/land/land-messages.ts';
import { sqsQueue } from '../../lambdas/shared/aws/sqs-queue.ts';
import { keyedBy } from '../../lambdas/shared/intake.ts';
import { parquetWriter } from '../../lambdas/shared/parquet.ts';
import type { Secrets } from '../../lambdas/shared/ports.ts';
import type { Drop } from '../../local/sample/plan.ts';
import type { Installation } from '../rig/installation.ts';

const WEBHOOK_SECRET = 'a secret that only the rig knows';
const SECRETS: Secrets = {
  pseudonymKeys: [Buffer.alloc(32, 1)],
  quarantineKeys: [Buffer.alloc(32, 2)],
  vaultKey: Buffer.alloc(32, 3),
  webhookSecrets: () => [WEBHOOK_SECRET],
};
/** Records a webhook call. */
const CALL_RECORDS = 50;

/** The two ways into a lake on the rig, each through its handler and the adapters of S3 and SQS. */
export interface Landing {
  importFile(channel: string, file: DroppedFile): Promise<void>;
  /** The sample's surveys come by webhook, all else as files. */
  sample(drop: Drop): Promise<void>;
}

export async function makeLanding({ store, sqs }: Installation): Promise<Landing> {
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName: randomUUID(), Attributes: { MaximumMessageSize: '1048576' } }),
  );
  if (QueueUrl === undefined) throw new Error('the queue has no address');
  const queue = sqsQueue(sqs, QueueUrl, { waitSeconds: 0 });
  const toParquet = await parquetWriter();
  const ports = { store, queue, secrets: SECRETS, keyed: keyedBy(SECRETS), toParquet };

  const importFile: Landing['importFile'] = async (channel, file) => {
    const withClock = { ...ports, clock: () => new Date() };
    await importDrop(file, await loadChannel(channel), withClock, ownHands(withClock));
  };
  const callWebhook = async (channel: string, records: readonly object[], now: Date) => {
    const body = JSON.stringify(records);
    const answer = await collect(
      {
        headers: { 'content-type': 'application/json', [SIGNATURE_HEADER]: sign(Buffer.from(body), WEBHOOK_SECRET, now) },
        pathParameters: { channel },
        queryStringParameters: {},
        rawPath: `/collect/${channel}`,
        rawQueryString: '',
        body,
        isBase64Encoded: false,
        requestContext: { domainName: 'rig.example', http: { method: 'POST' } },
      },
      { ...ports, clock: () => now },
    );
    if (answer.statusCode !== 202) throw new Error(`the webhook answered ${answer.statusCode}: ${answer.body}`);
  };
  const landQueued = async () => {
    for (let messages = await queue.receive(10); messages.length > 0; messages = await queue.receive(10)) {
      await landMessages(messages, store, toParquet);
      await queue.ack(messages);
    }
  };

  return {
    importFile,
    sample: async ({ channel, name, receivedAt, records }) => {
      const all = [...records()];
      if (channel !== 'survey') {
        const bytes = Buffer.from(all.map((record) => `${JSON.stringify(record)}\n`).join(''));
        return importFile(channel, { name: `${name}.ndjson`, receivedAt, open: () => inOnePiece(bytes) });
      }
      for (let from = 0; from < all.length; from += CALL_RECORDS)
        await callWebhook(channel, all.slice(from, from + CALL_RECORDS), new Date(receivedAt));
      await landQueued();
    },
  };
}

export async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
