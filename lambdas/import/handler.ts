import type { EventBridgeEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { z } from 'zod';
import { loadChannel } from '../../channels/load.ts';
import { EcholakeError, isRetryable, messageOf } from '../../contracts/errors.ts';
import { awsPorts } from '../shared/aws/ports.ts';
import { parquetWriter } from '../shared/parquet.ts';
import { importDrop } from './import-drop.ts';

const ready = Promise.all([awsPorts(), parquetWriter()]);

/** "Object Created" of EventBridge, as far as we read it. */
const notice = z.object({
  time: z.iso.datetime(),
  detail: z.object({ object: z.object({ key: z.string() }) }),
}) satisfies z.ZodType<Partial<EventBridgeEvent<string, unknown>>>;

/** Takes files dropped as `inbox/<channel>/<name>`, told of by EventBridge through a queue. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const [ports, toParquet] = await ready;
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of event.Records) {
    try {
      const { time, detail } = notice.parse(JSON.parse(body));
      const { key } = detail.object;
      const [, channelName, name] = /^inbox\/([^/]+)\/(.+)$/.exec(key) ?? [];
      if (channelName === undefined || name === undefined) throw new EcholakeError(`${key}: expected inbox/<channel>/<file>`);
      const drop = { name, open: () => ports.store.read(key), receivedAt: new Date(time).toISOString() };
      const report = await importDrop(drop, await loadChannel(channelName), { ...ports, toParquet });
      console.log(JSON.stringify({ event: 'imported', channel: channelName, ...report }));
    } catch (error) {
      console.error(JSON.stringify({ event: 'import_failed', retryable: isRetryable(error), error: messageOf(error) }));
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}
