import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { s3Store } from '../../lambdas/shared/aws/s3-store.ts';
import { describeStore } from '../local/adapters/store-suite.ts';
import { rigSettings } from './clients.ts';

const client = () => new S3Client({ ...rigSettings(), forcePathStyle: true });

describeStore(
  'S3',
  async () => {
    const bucket = `lake-${randomUUID()}`;
    await client().send(new CreateBucketCommand({ Bucket: bucket }));
    return { store: s3Store(client(), bucket), another: () => s3Store(client(), bucket), remove: () => Promise.resolve() };
  },
  { refusesOddKeys: false },
);
