import type { EventBridgeEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { z } from 'zod';
import { loadChannel } from '../../channels/load.ts';
import { EcholakeError, isRetryable, messageOf } from '../../contracts/errors.ts';
import { dropOf, PREFIXES } from '../../contracts/lake.ts';
import { doorPorts, lakeStore } from '../shared/aws/ports.ts';
import { parquetWriter } from '../shared/parquet.ts';
import { importDrop, ownHands } from './import-drop.ts';

const store = lakeStore();
const ready = Promise.all([doorPorts(), parquetWriter()]);

/** "Object Created" of EventBridge, as far as we read it. */
const notice = z.object({
  time: z.iso.datetime(),
  detail: z.object({ object: z.object({ key: z.string() }) }),
}) satisfies z.ZodType<Partial<EventBridgeEvent<string, unknown>>>;

/** Takes files dropped as `inbox/<channel>/<name>`, told of by EventBridge through a queue. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const [door, toParquet] = await ready;
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of event.Records) {
    try {
      const { time, detail } = notice.parse(JSON.parse(body));
      const { key } = detail.object;
      const dropped = dropOf(key);
      if (dropped === null) throw new EcholakeError(`${key}: expected ${PREFIXES.inbox}<channel>/<file>`);
      const drop = { name: dropped.name, open: () => store.read(key), receivedAt: new Date(time).toISOString() };
      const ports = { ...door, store, toParquet };
      const report = await importDrop(drop, await loadChannel(dropped.channel), ports, ownHands(ports));
      console.log(JSON.stringify({ event: 'imported', channel: dropped.channel, ...report }));
    } catch (error) {
      console.error(JSON.stringify({ event: 'import_failed', retryable: isRetryable(error), error: messageOf(error) }));
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}
