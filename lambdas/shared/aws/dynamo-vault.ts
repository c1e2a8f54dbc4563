import {
  BatchWriteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  paginateScan,
  UpdateItemCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { EcholakeError } from '../../../contracts/errors.ts';
import type { Vault, VaultEntry } from '../ports.ts';
import { openRow, sealRow, vaultRowSchema } from '../vault-row.ts';

/** Most items DynamoDB takes in one batch. */
const BATCH = 25;
const ATTEMPTS = 8;

/**
 * A vault in a DynamoDB table with the partition key `contact`. Rows are sealed before they leave us, whatever key of KMS the
 * table has besides: who may read the table alone reads nothing.
 */
export function dynamoVault(client: DynamoDBClient, table: string, key: Uint8Array): Vault {
  const putOne = async (entry: VaultEntry) => {
    const { contact, ...sealed } = sealRow(entry, key);
    const fields = Object.entries(sealed);
    if (fields.length === 0) return;
    await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: { contact: { S: contact } },
        UpdateExpression: `set ${fields.map(([name]) => `#${name} = :${name}`).join(', ')}`,
        ExpressionAttributeNames: Object.fromEntries(fields.map(([name]) => [`#${name}`, name])),
        ExpressionAttributeValues: Object.fromEntries(fields.map(([name, value]) => [`:${name}`, { S: value }])),
      }),
    );
  };
  const eraseBatch = async (contacts: readonly string[]) => {
    let left: WriteRequest[] = contacts.map((contact) => ({ DeleteRequest: { Key: { contact: { S: contact } } } }));
    for (let attempt = 1; left.length > 0; attempt++) {
      if (attempt > ATTEMPTS) throw new EcholakeError(`the vault did not erase ${left.length} rows`, { retryable: true });
      if (attempt > 1) await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * 10));
      const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: left } }));
      left = UnprocessedItems?.[table] ?? [];
    }
  };
  return {
    async put(entries) {
      for (let from = 0; from < entries.length; from += BATCH) await Promise.all(entries.slice(from, from + BATCH).map(putOne));
    },
    async get(contact) {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: table, Key: { contact: { S: contact } }, ConsistentRead: true }),
      );
      if (Item === undefined) return null;
      return openRow(vaultRowSchema.parse(Object.fromEntries(Object.entries(Item).map(([name, { S }]) => [name, S]))), key);
    },
    async erase(contacts) {
      const each = [...new Set(contacts)];
      for (let from = 0; from < each.length; from += BATCH) await eraseBatch(each.slice(from, from + BATCH));
    },
    async *contacts() {
      for await (const page of paginateScan({ client }, { TableName: table, ProjectionExpression: 'contact' })) {
        for (const { contact } of page.Items ?? []) if (contact?.S !== undefined) yield contact.S;
      }
    },
  };
}
