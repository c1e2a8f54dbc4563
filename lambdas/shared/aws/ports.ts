import { S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { EcholakeError } from '../../../contracts/errors.ts';
import { type Keyed, keyedBy } from '../intake.ts';
import type { Clock, Queue, Secrets, Store } from '../ports.ts';
import { parseSecrets } from '../secrets.ts';
import { s3Store } from './s3-store.ts';
import { sqsQueue } from './sqs-queue.ts';

const environment = z.object({
  ECHOLAKE_BUCKET: z.string().min(1),
  ECHOLAKE_QUEUE_URL: z.url(),
  ECHOLAKE_SECRET_ID: z.string().min(1),
});

export interface AwsPorts {
  readonly store: Store;
  readonly queue: Queue;
  readonly secrets: Secrets;
  readonly keyed: Keyed;
  readonly clock: Clock;
}

/** The ports of a Lambda, made once per container. The only place that reads the environment. */
export async function awsPorts(): Promise<AwsPorts> {
  const { ECHOLAKE_BUCKET, ECHOLAKE_QUEUE_URL, ECHOLAKE_SECRET_ID } = environment.parse(process.env);
  const { SecretString } = await new SecretsManagerClient().send(new GetSecretValueCommand({ SecretId: ECHOLAKE_SECRET_ID }));
  if (SecretString === undefined) throw new EcholakeError(`secret ${ECHOLAKE_SECRET_ID}: expected a text`);
  const secrets = parseSecrets(SecretString, `secret ${ECHOLAKE_SECRET_ID}`);
  return {
    store: s3Store(new S3Client(), ECHOLAKE_BUCKET),
    queue: sqsQueue(new SQSClient(), ECHOLAKE_QUEUE_URL),
    secrets,
    keyed: keyedBy(secrets),
    clock: () => new Date(),
  };
}
