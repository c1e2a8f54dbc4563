import { readFileSync } from 'node:fs';
import { beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { ALARMS } from '../../infra/constructs/watch.ts';
import { expectCount, expectResource, newApp, resourcesOf, type StackName, templateOf } from './synthesised.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const alarmProperties = z.looseObject({
  AlarmDescription: z.string(),
  AlarmActions: z.array(z.unknown()).length(1),
  OKActions: z.array(z.unknown()).length(1),
  TreatMissingData: z.literal('notBreaching'),
});

const RUNBOOK = 'https://runbook.example/runbook.md';

let descriptions: string[];

beforeAll(() => {
  const app = newApp({ runbookUrl: RUNBOOK, invites: true });
  descriptions = (['lake', 'ingest', 'warehouse'] satisfies StackName[])
    .flatMap((stack) => Object.values(resourcesOf(templateOf(app, stack), 'AWS::CloudWatch::Alarm')))
    .map(({ Properties }) => alarmProperties.parse(Properties).AlarmDescription);
});

test('every alarm links into the runbook, and no two to one place', () => {
  const links = descriptions.map((description) => /What to do: (\S+)$/.exec(description)?.[1]);
  expect(links.sort()).toEqual(
    Object.keys(ALARMS)
      .map((name) => `${RUNBOOK}#${name}`)
      .sort(),
  );
});

test('the runbook has a chapter for each alarm, in full, and none for another', () => {
  const chapters = readFileSync('docs/runbook.md', 'utf8').split(/^## /m).slice(1);
  expect(chapters.map((chapter) => chapter.split('\n')[0]).sort()).toEqual(Object.keys(ALARMS).sort());
  for (const chapter of chapters) {
    expect(chapter).toMatch(/^\*\*What it means\.\*\* \S/m);
    expect(chapter).toMatch(/^\*\*What to do\.\*\*/m);
  }
});

test('an address configured is told', () => {
  const subscribed = templateOf(newApp({ alarmEmail: 'ops@example.com' }), 'watch');
  expectResource(subscribed, 'AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'ops@example.com' });
  expectCount(templateOf(newApp(), 'watch'), 'AWS::SNS::Subscription', 0);
});
