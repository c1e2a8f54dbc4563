import { randomUUID } from 'node:crypto';
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { sqsQueue } from '../../lambdas/shared/aws/sqs-queue.ts';
import { describeQueue } from '../local/adapters/queue-suite.ts';
import { rigSettings } from './clients.ts';

const VISIBILITY_SECONDS = 8;
const MAX_RECEIVES = 5;

async function make(client: SQSClient, attributes: Record<string, string>): Promise<string> {
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: randomUUID(), Attributes: attributes }));
  if (QueueUrl === undefined) throw new Error('the queue has no address');
  return QueueUrl;
}

describeQueue(
  'SQS',
  async () => {
    const client = new SQSClient(rigSettings());
    const dead = await make(client, {});
    const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl: dead, AttributeNames: ['QueueArn'] }));
    const url = await make(client, {
      VisibilityTimeout: String(VISIBILITY_SECONDS),
      MaximumMessageSize: '1048576',
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: Attributes?.QueueArn, maxReceiveCount: MAX_RECEIVES }),
    });
    const queue = () => sqsQueue(client, url, { waitSeconds: 1 });
    return {
      queue: queue(),
      // Nothing of the reader is kept outside SQS: what it held comes back when its loan ends.
      afterCrash: async () => {
        await new Promise((done) => setTimeout(done, VISIBILITY_SECONDS * 1000 + 100));
        return queue();
      },
      dead: async () => {
        const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl: dead, MaxNumberOfMessages: 10 }));
        return (Messages ?? []).map(({ Body }) => Body ?? '');
      },
      remove: () => Promise.resolve(client.destroy()),
    };
  },
  { visibilityMs: VISIBILITY_SECONDS * 1000, maxReceives: MAX_RECEIVES, crowd: 60 },
);
