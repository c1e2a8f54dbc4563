import { App } from 'aws-cdk-lib';
import { expect, test, vi } from 'vitest';
import { UsageError } from '../../contracts/errors.ts';
import { configOf } from '../../infra/config.ts';

vi.setConfig({ testTimeout: 60_000 });

const given = (echolake?: unknown) => configOf(new App({ context: { echolake } }).node);

test('without context everything has a default', () => {
  expect(given()).toMatchObject({ name: 'echolake', firstDay: '2026-01-01', landWindowSeconds: 30 });
  expect(given().alarmEmail).toBeUndefined();
});

test('an object of cdk.json and the JSON text of a command line mean the same', () => {
  expect(given('{"name":"laketwo","inboxDays":2}')).toEqual(given({ name: 'laketwo', inboxDays: 2 }));
});

test.each([
  [{ inboxDay: 2 }, 'inboxDay'],
  [{ name: 'Has-Capitals' }, 'lower-case'],
  [{ name: 'under_score' }, 'lower-case'],
  [{ firstDay: '05/11/2026' }, 'firstDay'],
  [{ landWindowSeconds: 301 }, 'landWindowSeconds'],
  [{ queryCutoffBytes: 1 }, 'queryCutoffBytes'],
  ['{name:', 'expected JSON'],
])('%j is refused by name', (echolake, named) => {
  expect(() => given(echolake)).toThrow(UsageError);
  expect(() => given(echolake)).toThrow(named);
});
