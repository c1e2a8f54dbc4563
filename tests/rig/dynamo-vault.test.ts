import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { dynamoVault } from '../../lambdas/shared/aws/dynamo-vault.ts';
import { describeVault } from '../local/adapters/vault-suite.ts';
import { rigSettings } from './clients.ts';

const KEY = Buffer.alloc(32, 5);

describeVault('DynamoDB', async () => {
  const table = `vault-${randomUUID()}`;
  const client = new DynamoDBClient(rigSettings());
  await client.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'contact', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'contact', KeyType: 'HASH' }],
    }),
  );
  return {
    vault: dynamoVault(client, table, KEY),
    another: (key = KEY) => dynamoVault(new DynamoDBClient(rigSettings()), table, key),
    bytes: async () => JSON.stringify((await client.send(new ScanCommand({ TableName: table }))).Items),
    remove: () => Promise.resolve(),
  };
});
