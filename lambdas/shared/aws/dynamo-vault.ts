import {
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  paginateScan,
  UpdateItemCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { EcholakeError } from '../../../contracts/errors.ts';
import type { Vault, VaultEntry } from '../ports.ts';
import { detailsOf, openEntries, sealRow, vaultRowSchema } from '../vault-row.ts';

/** Most items DynamoDB takes in one batch. */
const BATCH = 25;
const ATTEMPTS = 8;

/**
 * A vault in a DynamoDB table with the partition key `contact`. Rows are sealed before they leave us, whatever key of KMS the
 * table has besides: who may read the table alone reads nothing.
 */
export function dynamoVault(client: DynamoDBClient, table: string, key: Uint8Array): Vault {
  /** Writes the fields in one go, or finds that one of them has a newer value. */
  const update = async ({ contact, version, details }: VaultEntry): Promise<'written' | 'newer'> => {
    const names = Object.keys(details);
    const values = Object.entries(sealRow({ contact, version, details }, key)).filter(([name]) => name !== 'contact');
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: { contact: { S: contact } },
          UpdateExpression: `set ${values.map(([name]) => `#${name} = :${name}`).join(', ')}`,
          ConditionExpression: names
            .map((name) => `(attribute_not_exists(#${name}_version) or #${name}_version <= :${name}_version)`)
            .join(' and '),
          ExpressionAttributeNames: Object.fromEntries(values.map(([name]) => [`#${name}`, name])),
          ExpressionAttributeValues: Object.fromEntries(
            values.map(([name, value]) => [`:${name}`, typeof value === 'number' ? { N: String(value) } : { S: value }]),
          ),
        }),
      );
      return 'written';
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return 'newer';
      throw error;
    }
  };
  const putOne = async (entry: VaultEntry) => {
    const fields = Object.entries(entry.details).filter(([, value]) => value !== undefined);
    if (fields.length === 0) return;
    if ((await update({ ...entry, details: Object.fromEntries(fields) })) === 'written' || fields.length === 1) return;
    for (const field of fields) await update({ ...entry, details: Object.fromEntries([field]) });
  };
  const entriesOf = async (contact: string) => {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: table, Key: { contact: { S: contact } }, ConsistentRead: true }),
    );
    if (Item === undefined) return [];
    const row = Object.entries(Item).map(([name, { S, N }]) => [name, N === undefined ? S : Number(N)]);
    return openEntries(vaultRowSchema.parse(Object.fromEntries(row)), key);
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
      const entries = await entriesOf(contact);
      return entries.length === 0 ? null : detailsOf(entries);
    },
    entries: entriesOf,
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
