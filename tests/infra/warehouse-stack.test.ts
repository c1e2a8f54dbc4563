import { Match } from 'aws-cdk-lib/assertions';
import { expect, test, vi } from 'vitest';
import { expectEvery, expectResource, newApp, templateOf } from './synthesised.ts';

vi.setConfig({ testTimeout: 60_000 });

test('a query cannot cost more than configured, whoever asks, and its result is encrypted with our key', () => {
  const warehouse = templateOf(newApp({ queryCutoffBytes: 123_000_000 }), 'warehouse');
  expectResource(warehouse, 'AWS::Athena::WorkGroup', {
    Name: 'echolake',
    WorkGroupConfiguration: {
      EnforceWorkGroupConfiguration: true,
      BytesScannedCutoffPerQuery: 123_000_000,
      EngineVersion: { SelectedEngineVersion: 'Athena engine version 3' },
      ResultConfiguration: {
        OutputLocation: { 'Fn::Join': ['', ['s3://', { Ref: Match.stringLikeRegexp('^Results') }, '/']] },
        EncryptionConfiguration: { EncryptionOption: 'SSE_KMS', KmsKey: Match.anyValue() },
      },
    },
  });
});

test('results go after a week and are not kept in versions', () => {
  const warehouse = templateOf(newApp(), 'warehouse');
  expectEvery(warehouse, 'AWS::S3::Bucket', {
    LifecycleConfiguration: { Rules: Match.arrayWith([Match.objectLike({ ExpirationInDays: 7 })]) },
    VersioningConfiguration: Match.absent(),
  });
});

test('two installations in one account share no name', () => {
  const other = newApp({ name: 'echolaketest' });
  expect(other.node.children.map((child) => child.node.id)).toEqual(
    ['watch', 'lake', 'ingest', 'warehouse'].map((stack) => `echolaketest-${stack}`),
  );
});
