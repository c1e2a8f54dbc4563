import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { expectCount, expectEvery, expectResource, newApp, resourcesOf, templateOf } from './synthesised.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let ingest: Template;

beforeAll(() => {
  ingest = templateOf(newApp({ collectPerSecond: 7, collectBurst: 9, landWindowSeconds: 45 }), 'ingest');
});

describe('webhooks', () => {
  test('come in by one route, a channel each, and are throttled; GET and HEAD are for handshakes', () => {
    expectResource(ingest, 'AWS::ApiGatewayV2::Route', { RouteKey: 'POST /collect/{channel}' });
    expectResource(ingest, 'AWS::ApiGatewayV2::Route', { RouteKey: 'GET /collect/{channel}' });
    expectResource(ingest, 'AWS::ApiGatewayV2::Route', { RouteKey: 'HEAD /collect/{channel}' });
    expectResource(ingest, 'AWS::ApiGatewayV2::Route', { RouteKey: 'HEAD /collect/{channel}' });
    expectCount(ingest, 'AWS::ApiGatewayV2::Route', 3);
    expectResource(ingest, 'AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 7, ThrottlingBurstLimit: 9 },
    });
  });

  test('are logged without the address or the agent of the caller', () => {
    const stage = JSON.stringify(resourcesOf(ingest, 'AWS::ApiGatewayV2::Stage'));
    expect(stage).toContain('$context.status');
    expect(stage).not.toContain('$context.identity');
  });
});

const queueProperties = z.object({ VisibilityTimeout: z.number().optional() });
const functionProperties = z.object({ Timeout: z.number(), Description: z.string() });

function functionNamed(name: string) {
  const found = Object.entries(resourcesOf(ingest, 'AWS::Lambda::Function')).find(([id]) => id.startsWith(name));
  return functionProperties.parse(found?.[1].Properties);
}

describe('queues', () => {
  test.each([
    ['Events', 'Land'],
    ['Files', 'Import'],
  ])('%s give %s six times its limit before a message comes back', (queue, worker) => {
    const found = Object.entries(resourcesOf(ingest, 'AWS::SQS::Queue')).find(([id]) => id.startsWith(`${queue}Queue`));
    const { VisibilityTimeout = 30 } = queueProperties.parse(found?.[1].Properties);
    expect(VisibilityTimeout).toBeGreaterThanOrEqual(6 * functionNamed(worker).Timeout);
  });

  test('set aside what keeps failing, and keep it longer than what waits', () => {
    for (const [queue, maxReceiveCount] of [
      ['Events', 5],
      ['Files', 3],
    ] as const) {
      expectResource(ingest, 'AWS::SQS::Queue', {
        RedrivePolicy: {
          maxReceiveCount,
          deadLetterTargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp(`^${queue}Dead`), 'Arn'] },
        },
        MessageRetentionPeriod: 7 * 86_400,
      });
    }
    const kept = Object.values(resourcesOf(ingest, 'AWS::SQS::Queue')).map(
      ({ Properties }) => Properties['MessageRetentionPeriod'],
    );
    expect(kept.filter((seconds) => seconds === 14 * 86_400)).toHaveLength(2);
  });

  test('are encrypted, and refuse plain HTTP', () => {
    expectEvery(ingest, 'AWS::SQS::Queue', { SqsManagedSseEnabled: true, MaximumMessageSize: 1_048_576 });
    expectCount(ingest, 'AWS::SQS::QueuePolicy', 4);
    expectEvery(ingest, 'AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    });
  });

  test('hand over what failed one by one, and gather events for the seconds configured', () => {
    expectEvery(ingest, 'AWS::Lambda::EventSourceMapping', { FunctionResponseTypes: ['ReportBatchItemFailures'] });
    expectResource(ingest, 'AWS::Lambda::EventSourceMapping', { BatchSize: 10_000, MaximumBatchingWindowInSeconds: 45 });
    expectResource(ingest, 'AWS::Lambda::EventSourceMapping', { BatchSize: 1 });
  });
});

test('a file is told of when it is dropped into the inbox of the lake', () => {
  expectResource(ingest, 'AWS::Events::Rule', {
    EventPattern: {
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: { bucket: { name: [Match.anyValue()] }, object: { key: [{ prefix: 'inbox/' }] } },
    },
    Targets: [
      Match.objectLike({
        Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^FilesQueue'), 'Arn'] },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^FilesDead'), 'Arn'] } },
      }),
    ],
  });
});

const settled = z.object({ Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }) });

function propertiesOf(name: string) {
  const found = Object.entries(resourcesOf(ingest, 'AWS::Lambda::Function')).find(([id]) => id.startsWith(name));
  return found?.[1].Properties;
}

describe('functions', () => {
  test.each([
    ['Collect', ['ECHOLAKE_BUCKET', 'ECHOLAKE_QUEUE_URL', 'ECHOLAKE_SECRET_ID', 'ECHOLAKE_VAULT_TABLE']],
    ['Land', ['ECHOLAKE_BUCKET']],
    ['Import', ['ECHOLAKE_BUCKET', 'ECHOLAKE_SECRET_ID', 'ECHOLAKE_VAULT_TABLE']],
  ])('%s is told where things are, no more than it needs, and no secret', (name, settings) => {
    const variables = settled.parse(propertiesOf(name)).Environment.Variables;
    expect(Object.keys(variables).toSorted()).toEqual([...settings, 'NODE_OPTIONS']);
    for (const setting of settings) expect(variables[setting]).toBeTypeOf('object');
  });

  test.each([
    ['Collect', 'arm64'],
    ['Land', 'x86_64'],
    ['Import', 'x86_64'],
  ])('%s runs on %s', (name, architecture) => {
    expect(propertiesOf(name)).toMatchObject({ Architectures: [architecture], Runtime: 'nodejs24.x' });
  });

  test('log for three months, no longer', () => {
    expectEvery(ingest, 'AWS::Logs::LogGroup', { RetentionInDays: 90 });
  });
});

describe('surveys that follow an event', () => {
  test('are sent by nothing unless they are wanted', () => {
    expectCount(ingest, 'AWS::Lambda::Function', 3);
    expect(Object.keys(settled.parse(propertiesOf('Collect')).Environment.Variables)).not.toContain('ECHOLAKE_TRIGGERS_URL');
  });

  test('are decided on in order, one batch at a time, and sent by the minute', () => {
    const inviting = templateOf(newApp({ invites: true }), 'ingest');
    expectResource(inviting, 'AWS::SQS::Queue', {
      FifoQueue: true,
      ContentBasedDeduplication: true,
      RedrivePolicy: { maxReceiveCount: 5 },
    });
    expectResource(inviting, 'AWS::Events::Rule', { ScheduleExpression: 'rate(1 minute)' });
    expectResource(inviting, 'AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({
          ECHOLAKE_VAULT_TABLE: Match.anyValue(),
          ECHOLAKE_QUEUE_URL: Match.anyValue(),
          ECHOLAKE_BUCKET: Match.anyValue(),
        }),
      },
      Timeout: 55,
    });
  });
});
