import { DeleteMessageBatchCommand, ReceiveMessageCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { EcholakeError } from '../../../contracts/errors.ts';
import type { Queue } from '../ports.ts';

/** Most messages SQS hands out or deletes in one call. */
const BATCH = 10;

/** Messages of a queue that keeps their order are one group: handed out one batch after the other. */
const GROUP = 'all';

/** A queue on SQS. Redelivery, visibility and the dead-letter queue are the queue's own settings; one that keeps order is known by its name. */
export function sqsQueue(client: SQSClient, url: string, { waitSeconds = 10 } = {}): Queue {
  const order = url.endsWith('.fifo') ? { MessageGroupId: GROUP } : {};
  return {
    async send(body) {
      await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body, ...order }));
    },
    async receive(max, signal) {
      const { Messages } = await client.send(
        new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: Math.min(max, BATCH), WaitTimeSeconds: waitSeconds }),
        signal === undefined ? {} : { abortSignal: signal },
      );
      return (Messages ?? []).flatMap(({ MessageId, Body, ReceiptHandle }) =>
        MessageId === undefined || Body === undefined || ReceiptHandle === undefined
          ? []
          : [{ id: MessageId, body: Body, receipt: ReceiptHandle }],
      );
    },
    async ack(messages) {
      for (let from = 0; from < messages.length; from += BATCH) {
        const entries = messages.slice(from, from + BATCH).map(({ receipt }, i) => ({ Id: String(i), ReceiptHandle: receipt }));
        const { Failed } = await client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries: entries }));
        const [failed] = Failed ?? [];
        if (failed !== undefined) {
          throw new EcholakeError(
            `${Failed?.length} messages could not be deleted from the queue: ${failed.Message ?? failed.Code}`,
            {
              retryable: true,
            },
          );
        }
      }
    },
  };
}
