import type { App } from 'aws-cdk-lib';
import { beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { landedKey, quarantineKey } from '../../contracts/lake.ts';
import { PREFIXES } from '../../contracts/lake.ts';
import { newApp, type Resource, resourcesOf, type StackName, templateOf } from './synthesised.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const oneOrMore = <T extends z.ZodType>(item: T) => z.union([z.array(item), item.transform((one) => [one])]);
const statement = z.looseObject({ Effect: z.string(), Action: oneOrMore(z.string()), Resource: oneOrMore(z.unknown()) });
const policyProperties = z.looseObject({ PolicyDocument: z.object({ Statement: z.array(statement) }) });

const statementsOf = ({ Properties }: Resource) => policyProperties.parse(Properties).PolicyDocument.Statement;

let app: App;
let policies: [name: string, policy: Resource][];

beforeAll(() => {
  app = newApp({ invites: true });
  const stacks: StackName[] = ['watch', 'lake', 'ingest', 'warehouse'];
  policies = stacks
    .flatMap((stack) => Object.entries(resourcesOf(templateOf(app, stack))))
    .filter(([, { Type }]) => Type === 'AWS::IAM::Policy' || Type === 'AWS::IAM::ManagedPolicy');
});

/** Actions on each resource that a function has, by its own policy and the one the lake gives it. */
function rightsOf(name: 'Collect' | 'Land' | 'Import' | 'Invit' | 'Transform'): string[] {
  return policies
    .filter(([id]) => id.startsWith(name))
    .flatMap(([, policy]) => statementsOf(policy))
    .flatMap(({ Action, Resource }) => Resource.flatMap((resource) => Action.map((action) => `${action} ${nameOf(resource)}`)))
    .sort();
}

/** What a resource is, in short: the object prefix, or the first word of the logical id it refers to. */
function nameOf(resource: unknown): string {
  const text = JSON.stringify(resource);
  const prefix = /"\/([a-z]+\/\*)"/.exec(text)?.[1];
  if (prefix !== undefined) return prefix;
  const known =
    /(EventsQueue|FilesQueue|InvitingTriggersQueue|VaultTable|InvitingLog|InvitingInviteLog|DoorSecret|CollectLog|LandLog|ImportLog|TransformLog|Key|Results|workgroup\/\w+|datacatalog\/\w+|database\/\w+|table\/\w+\/\*|:catalog|LakeBucket)/;
  return known.exec(text)?.[1] ?? text;
}

test('no right is given by a wildcard action, or on every resource', () => {
  expect(policies.length).toBe(11);
  for (const [, policy] of policies) {
    for (const { Action, Resource } of statementsOf(policy)) {
      for (const action of Action) expect(action).not.toContain('*');
      for (const resource of Resource) expect(resource).not.toBe('*');
    }
  }
});

const OWN_LOG = (name: string) => [`logs:CreateLogStream ${name}Log`, `logs:PutLogEvents ${name}Log`];
const SECRET = ['kms:Decrypt Key', 'secretsmanager:GetSecretValue DoorSecret'];
const POLL = ['ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'GetQueueUrl', 'ReceiveMessage'];

test('collect may queue, set aside and keep contact details, and read no object but the rules of whom to ask', () => {
  expect(rightsOf('Collect')).toEqual(
    [
      ...OWN_LOG('Collect'),
      ...SECRET,
      'dynamodb:UpdateItem VaultTable',
      'kms:Decrypt Key',
      'kms:GenerateDataKey Key',
      's3:GetObject invites/*',
      's3:PutObject quarantine/*',
      ...['GetQueueAttributes', 'GetQueueUrl', 'SendMessage'].map((action) => `sqs:${action} InvitingTriggersQueue`),
      ...['GetQueueAttributes', 'GetQueueUrl', 'SendMessage'].map((action) => `sqs:${action} EventsQueue`),
    ].sort(),
  );
});

test('land may add to bronze and nothing else of the lake', () => {
  expect(rightsOf('Land')).toEqual(
    [
      ...OWN_LOG('Land'),
      'kms:GenerateDataKey Key',
      's3:PutObject bronze/*',
      ...POLL.map((action) => `sqs:${action} EventsQueue`),
    ].sort(),
  );
});

test('import may read what was dropped and maps of tables, add to bronze, set aside and keep contact details', () => {
  expect(rightsOf('Import')).toEqual(
    [
      ...OWN_LOG('Import'),
      ...SECRET,
      'dynamodb:UpdateItem VaultTable',
      'kms:Decrypt Key',
      'kms:GenerateDataKey Key',
      's3:GetObject inbox/*',
      's3:GetObject maps/*',
      's3:PutObject bronze/*',
      's3:PutObject quarantine/*',
      ...POLL.map((action) => `sqs:${action} FilesQueue`),
    ].sort(),
  );
});

test('invite may look up whom to write to, keep what is due, and send events', () => {
  expect(rightsOf('Invit')).toEqual(
    [
      ...OWN_LOG('InvitingInvite'),
      ...SECRET,
      'dynamodb:GetItem VaultTable',
      'kms:Decrypt Key',
      'kms:GenerateDataKey Key',
      ...['GetObject', 'PutObject', 'DeleteObject'].map((action) => `s3:${action} invites/*`),
      's3:ListBucket LakeBucket',
      ...['GetQueueAttributes', 'GetQueueUrl', 'SendMessage'].map((action) => `sqs:${action} EventsQueue`),
      ...POLL.map((action) => `sqs:${action} InvitingTriggersQueue`),
    ].sort(),
  );
});

test('transform may build in one workgroup, one database and below one prefix, and change no event', () => {
  const glue = ['CreateTable', 'DeleteTable', 'GetDatabase', 'GetPartitions', 'GetTable', 'GetTables', 'UpdateTable'];
  expect(rightsOf('Transform')).toEqual(
    [
      ...OWN_LOG('Transform'),
      ...['GetQueryExecution', 'GetQueryResults', 'StartQueryExecution', 'StopQueryExecution'].map(
        (action) => `athena:${action} workgroup/echolake`,
      ),
      'athena:ListTableMetadata datacatalog/AwsDataCatalog',
      ...['database/echolake', 'table/echolake/*', ':catalog'].flatMap((resource) =>
        glue.map((action) => `glue:${action} ${resource}`),
      ),
      'kms:Decrypt Key',
      'kms:GenerateDataKey Key',
      's3:GetObject bronze/*',
      's3:GetObject warehouse/*',
      's3:PutObject warehouse/*',
      's3:DeleteObject warehouse/*',
      's3:ListBucket LakeBucket',
      's3:GetBucketLocation LakeBucket',
      ...['AbortMultipartUpload', 'GetObject', 'PutObject', 'ListBucket', 'GetBucketLocation'].map(
        (action) => `s3:${action} Results`,
      ),
    ].sort(),
  );
});

test('the prefixes that rights are given by are those of the layout', () => {
  expect(landedKey('order', '2026-11-05', 'digest')).toMatch(new RegExp(`^${PREFIXES.bronze}`));
  expect(quarantineKey('survey', '2026-11-05', 'digest')).toMatch(new RegExp(`^${PREFIXES.quarantine}`));
});

test('no function has a policy that AWS manages', () => {
  const roles = JSON.stringify(resourcesOf(templateOf(app, 'ingest'), 'AWS::IAM::Role'));
  expect(roles).not.toContain(':iam::aws:policy/');
});
