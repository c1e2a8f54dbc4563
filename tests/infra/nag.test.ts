import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { newApp, stackOf } from './synthesised.ts';

vi.setConfig({ testTimeout: 60_000 });

const findingsOf = (app: ReturnType<typeof newApp>) =>
  new AwsSolutionsChecks(app).validateScope(app).violations.map(({ ruleName }) => ruleName);

test('the AWS Solutions rules find nothing', () => {
  expect(findingsOf(newApp({ invites: true }))).toEqual([]);
});

test('they would find a bucket that was added carelessly', () => {
  const app = newApp();
  new Bucket(stackOf(app, 'lake'), 'Careless');
  expect(findingsOf(app)).toEqual(expect.arrayContaining(['AwsSolutions-S1', 'AwsSolutions-S10']));
});

test('whatever is acknowledged says why, and names one finding', () => {
  const acknowledged = newApp()
    .node.findAll()
    .flatMap((construct) => construct.node.metadata)
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(z.record(z.string(), z.string()).parse(data)));
  expect(acknowledged.length).toBeGreaterThan(0);
  for (const [rule, reason] of acknowledged) {
    expect(reason.length).toBeGreaterThan(40);
    if (rule.includes('IAM5'))
      expect(rule).toMatch(/\[Resource::(<LakeBucket\w+\.Arn>\/[a-z]+\/|<Results\w+\.Arn>\/|arn:\S+:table\/echolake\/)\*\]$/);
  }
});
