import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { messageOf } from '../../contracts/errors.ts';
import { lakeStore } from '../shared/aws/ports.ts';
import { parquetWriter } from '../shared/parquet.ts';
import { landMessages } from './land-messages.ts';

const store = lakeStore();
const ready = parquetWriter();

/** A throw returns the whole batch to the queue; unreadable messages are named, so that only they come back. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const messages = event.Records.map(({ messageId, body, receiptHandle }) => ({ id: messageId, body, receipt: receiptHandle }));
  const { landed, unreadable } = await landMessages(messages, store, await ready);
  for (const { message, error } of unreadable)
    console.error(JSON.stringify({ event: 'unreadable_message', id: message.id, error: messageOf(error) }));
  for (const file of landed) console.log(JSON.stringify({ event: 'landed', ...file }));
  return { batchItemFailures: unreadable.map(({ message }) => ({ itemIdentifier: message.id })) };
}
