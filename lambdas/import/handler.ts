import type { EventBridgeEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { z } from 'zod';
import { isRetryable, messageOf } from '../../contracts/errors.ts';
import { doorPorts, lakeStore } from '../shared/aws/ports.ts';
import { parquetWriter } from '../shared/parquet.ts';
import { channelOfDrop } from './channel-of-drop.ts';
import { importDrop, ownHands } from './import-drop.ts';

const store = lakeStore();
const ready = Promise.all([doorPorts(), parquetWriter()]);

/** "Object Created" of EventBridge, as far as we read it. */
const notice = z.object({
  time: z.iso.datetime(),
  detail: z.object({ object: z.object({ key: z.string() }) }),
}) satisfies z.ZodType<Partial<EventBridgeEvent<string, unknown>>>;

/** Takes files dropped into the inbox, see {@link channelOfDrop}, told of by EventBridge through a queue. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const [door, toParquet] = await ready;
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of event.Records) {
    try {
      const { time, detail } = notice.parse(JSON.parse(body));
      const { key } = detail.object;
      const { channel, name } = await channelOfDrop(key, store);
      const drop = { name, open: () => store.read(key), receivedAt: new Date(time).toISOString() };
      const ports = { ...door, store, toParquet };
      const report = await importDrop(drop, channel, ports, ownHands(ports));
      console.log(JSON.stringify({ event: 'imported', channel: channel.name, ...report }));
    } catch (error) {
      console.error(JSON.stringify({ event: 'import_failed', retryable: isRetryable(error), error: messageOf(error) }));
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}
