import { AthenaClient } from '@aws-sdk/client-athena';
import { S3Client } from '@aws-sdk/client-s3';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { EcholakeError } from '../../../contracts/errors.ts';
import { type Keyed, keyedBy } from '../intake.ts';
import { athenaPlace } from '../../../warehouse/bucket/athena-place.ts';
import type { Place } from '../../../warehouse/place.ts';
import type { Clock, Queue, Secrets, Store, Vault } from '../ports.ts';
import { parseSecrets } from '../secrets.ts';
import { dynamoVault } from './dynamo-vault.ts';
import { s3Store } from './s3-store.ts';
import { sqsQueue } from './sqs-queue.ts';

const bucketSetting = z.object({ ECHOLAKE_BUCKET: z.string().min(1) });
const queueSetting = z.object({ ECHOLAKE_QUEUE_URL: z.url() });
const triggersSetting = z.object({ ECHOLAKE_TRIGGERS_URL: z.url().optional() });
const vaultSetting = z.object({ ECHOLAKE_VAULT_TABLE: z.string().min(1).optional() });
const athenaSettings = z.object({ ECHOLAKE_WORKGROUP: z.string().min(1), ECHOLAKE_DATABASE: z.string().min(1) });
const secretSetting = z.object({ ECHOLAKE_SECRET_ID: z.string().min(1) });

/** The lake's bucket. Settings are read here and below, and nowhere else. */
export function lakeStore(): Store {
  return s3Store(new S3Client(), bucketSetting.parse(process.env).ECHOLAKE_BUCKET);
}

/** The queue between collect and land. */
export function eventQueue(): Queue {
  return sqsQueue(new SQSClient(), queueSetting.parse(process.env).ECHOLAKE_QUEUE_URL);
}

/** The queue of events that may trigger a survey; null where none are sent. */
export function triggerQueue(): Queue | null {
  const { ECHOLAKE_TRIGGERS_URL: url } = triggersSetting.parse(process.env);
  return url === undefined ? null : sqsQueue(new SQSClient(), url);
}

/** A build sends many short statements, and Athena lets so many begin a second. */
const ATHENA_ATTEMPTS = 10;

/** The warehouse in the lake's bucket, built by Athena. */
export function transformPlace(): Place {
  const { ECHOLAKE_BUCKET: bucket } = bucketSetting.parse(process.env);
  const { ECHOLAKE_WORKGROUP: workgroup, ECHOLAKE_DATABASE: database } = athenaSettings.parse(process.env);
  const client = new AthenaClient({ maxAttempts: ATHENA_ATTEMPTS, retryMode: 'adaptive' });
  return athenaPlace({ client, workgroup, database, bucket, objects: s3Store(new S3Client(), bucket) });
}

/** What the door needs: keys, the time, and the vault where the installation has one. */
export interface DoorPorts {
  readonly secrets: Secrets;
  readonly keyed: Keyed;
  readonly clock: Clock;
  readonly vault: Vault | undefined;
}

/** @throws {EcholakeError} when the secret is not filled, or not as {@link parseSecrets} wants it. */
export async function doorPorts(): Promise<DoorPorts> {
  const { ECHOLAKE_SECRET_ID: id } = secretSetting.parse(process.env);
  const { SecretString } = await new SecretsManagerClient().send(new GetSecretValueCommand({ SecretId: id }));
  if (SecretString === undefined) throw new EcholakeError(`secret ${id}: expected a text`);
  const secrets = parseSecrets(SecretString, `secret ${id}`);
  const { ECHOLAKE_VAULT_TABLE: table } = vaultSetting.parse(process.env);
  const vault = table === undefined ? undefined : dynamoVault(new DynamoDBClient(), table, secrets.vaultKey);
  return { secrets, keyed: keyedBy(secrets, vault === undefined ? [] : ['contact']), clock: () => new Date(), vault };
}
