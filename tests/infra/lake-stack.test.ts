import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { CONTRACTS } from '../../contracts/catalogue.ts';
import { lakeRelation } from '../../contracts/lake.ts';
import { expectCount, expectEvery, expectResource, newApp, resourcesOf, stackOf, templateOf } from './synthesised.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let lake: Template;

beforeAll(() => {
  lake = templateOf(newApp({ inboxDays: 3, quarantineDays: 45, firstDay: '2025-06-01' }), 'lake');
});

test('the stack cannot be deleted by mistake', () => {
  expect(stackOf(newApp(), 'lake').terminationProtection).toBe(true);
});

describe('what is stored', () => {
  test.each(['AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::SecretsManager::Secret', 'AWS::DynamoDB::Table'])(
    '%s outlives the stack',
    (type) => {
      const found = Object.values(resourcesOf(lake, type));
      expect(found).not.toEqual([]);
      for (const resource of found) expect(resource).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    },
  );

  test('no bucket is public, and each refuses plain HTTP and TLS before 1.2', () => {
    expectEvery(lake, 'AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    });
    expectCount(lake, 'AWS::S3::BucketPolicy', Object.keys(resourcesOf(lake, 'AWS::S3::Bucket')).length);
    expectEvery(lake, 'AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({ Effect: 'Deny', Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } }),
        ]),
      },
    });
  });

  test('the lake is encrypted with our key, keeps versions, writes down accesses and tells EventBridge', () => {
    expectResource(lake, 'AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            BucketKeyEnabled: true,
            ServerSideEncryptionByDefault: {
              SSEAlgorithm: 'aws:kms',
              KMSMasterKeyID: { 'Fn::GetAtt': [Match.anyValue(), 'Arn'] },
            },
          },
        ],
      },
      VersioningConfiguration: { Status: 'Enabled' },
      LoggingConfiguration: { LogFilePrefix: 'lake/' },
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    });
  });

  test('the key is renewed every year', () => {
    expectEvery(lake, 'AWS::KMS::Key', { EnableKeyRotation: true });
  });

  test('the secret is under our key and no value of it is in the template', () => {
    expectResource(lake, 'AWS::SecretsManager::Secret', {
      KmsKeyId: Match.anyValue(),
      SecretString: Match.absent(),
    });
  });
});

describe('how long', () => {
  const expectRule = (expected: Record<string, unknown>) =>
    expectResource(lake, 'AWS::S3::Bucket', {
      LifecycleConfiguration: { Rules: Match.arrayWith([Match.objectLike({ Status: 'Enabled', ...expected })]) },
    });

  test('dropped files, which are personal, go after the days configured, and so do their old versions', () => {
    expectRule({ Prefix: 'inbox/', ExpirationInDays: 3, NoncurrentVersionExpiration: { NoncurrentDays: 1 } });
  });

  test('refused records go after the days configured', () => {
    expectRule({ Prefix: 'quarantine/', ExpirationInDays: 45 });
  });

  test('what was erased is gone for good after 30 days', () => {
    expectRule({ NoncurrentVersionExpiration: { NoncurrentDays: 30 }, Prefix: Match.absent() });
  });

  test('landed events never expire', () => {
    const rules = lifecycleRulesOf('LakeBucket').filter(({ Prefix = '' }) => 'bronze/'.startsWith(Prefix));
    expect(rules.length).toBeGreaterThan(0);
    for (const found of rules) expect(found.ExpirationInDays).toBeUndefined();
  });
});

const lifecycle = z.object({
  LifecycleConfiguration: z.object({
    Rules: z.array(z.object({ Prefix: z.string().optional(), ExpirationInDays: z.number().optional() })),
  }),
});

function lifecycleRulesOf(bucket: string) {
  return Object.entries(resourcesOf(lake, 'AWS::S3::Bucket'))
    .filter(([id]) => id.startsWith(bucket))
    .flatMap(([, { Properties }]) => lifecycle.parse(Properties).LifecycleConfiguration.Rules);
}

describe('the catalogue', () => {
  test('has one table a contract, all in the one database', () => {
    const tables = Object.values(resourcesOf(lake, 'AWS::Glue::Table'));
    const names = tables.map(({ Properties }) => Reflect.get(Object(Properties['TableInput']), 'Name'));
    expect(names.sort()).toEqual(CONTRACTS.map(lakeRelation).sort());
    expectEvery(lake, 'AWS::Glue::Table', { DatabaseName: 'echolake' });
  });

  test('lies in the lake bucket, from the first day configured', () => {
    expectResource(lake, 'AWS::Glue::Table', {
      TableInput: {
        Name: 'lake_order',
        StorageDescriptor: {
          Location: { 'Fn::Join': ['', ['s3://', { Ref: Match.stringLikeRegexp('^Lake') }, '/bronze/order/']] },
        },
        Parameters: {
          'projection.dt.range': '2025-06-01,NOW',
          'storage.location.template': {
            'Fn::Join': ['', ['s3://', { Ref: Match.stringLikeRegexp('^Lake') }, '/bronze/order/dt=${dt}/']],
          },
        },
      },
    });
  });
});
