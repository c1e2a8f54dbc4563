import { afterAll, beforeAll, expect, test } from 'vitest';
import { expireQuarantine, listQuarantine, replayQuarantine } from '../../local/commands/quarantine.ts';
import { formatStatus, status } from '../../local/commands/status.ts';
import { openInstallation } from '../../local/installation.ts';
import { quarantine } from '../../lambdas/shared/quarantine.ts';
import { readFixture } from '../channels/door.ts';
import { type DataFolder, dataFolder, listening } from '../flow/data-folder.ts';
import { responseOf } from '../flow/survey-calls.ts';

const lines = (records: readonly object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('');

let folder: DataFolder;
beforeAll(async () => {
  folder = await dataFolder();
  const records = [
    { ...responseOf('R-1', 9), app_build: 12, mood: 'glad' },
    { ...responseOf('R-2', 9), app_build: '12b', answers: [{ question_id: 'q', hint: 'of Mei' }] },
    { ...responseOf('R-3', 9), survey_id: 3 },
    { ...responseOf('R-4', 9), survey_id: undefined },
    { ...responseOf('R-5', 9), answers: [{ question_id: 'q', metric: 'nps', score: '9' }] },
    { ...responseOf('R-6', 9), answers: [{ question_id: 'q' }, { question_id: 'q', metric: 'nps', score: '8' }] },
    { ...responseOf('R-7', 9), status: 2 },
    { ...responseOf('R-8', 9), status: 'done' },
  ];
  await folder.import('survey', await folder.file('a.ndjson', lines(records)));
});
afterAll(() => folder.remove());

test('a mistyped channel is not taken for an empty one', async () => {
  await expect(listQuarantine(folder.dataDir, 'survy')).rejects.toThrow('there is no channel "survy"; did you mean "survey"?');
  await expect(replayQuarantine(folder.dataDir, 'survy', listening())).rejects.toThrow('did you mean "survey"?');
  expect(await listQuarantine(folder.dataDir, 'pos')).toEqual([]);
});

test('status names what has drifted, with its days', async () => {
  const found = await status(folder.dataDir);
  const today = new Date().toISOString().slice(0, 10);
  const finding = (name: string, field: string, expected: string | null, types: string[], count: number) => ({
    finding: name,
    channel: 'survey',
    field,
    expected,
    found: types,
    record_count: count,
    days: { [today]: count },
  });
  expect(found.drift).toHaveLength(7);
  expect(found.drift).toEqual(
    expect.arrayContaining([
      finding('type_changed', 'app_build', null, ['number', 'string'], 2),
      finding('unknown_field', 'mood', null, ['string'], 1),
      finding('unknown_field', 'answers[].hint', null, ['string (not kept)'], 1),
      finding('type_changed', 'survey_id', 'string', ['number'], 1),
      finding('field_missing', 'survey_id', 'string', ['nothing'], 1),
      finding('type_changed', 'status', 'string', ['number'], 1),
      finding('type_changed', 'answers[].score', 'number', ['string'], 2),
    ]),
  );
  expect(formatStatus(found)).toMatch(/type_changed +survey +answers\[\]\.score +number +string +2/);
});

test('what is imported again has not drifted twice', async () => {
  const again = lines([{ ...responseOf('R-1', 9), app_build: 12, mood: 'glad' }]);
  await folder.import('survey', await folder.file('b.ndjson', again));
  const mood = (await status(folder.dataDir)).drift.find(({ field }) => field === 'mood');
  expect(mood?.record_count).toBe(1);
});

test('a customer record that passes after a fix brings its contact details too', async () => {
  const { store, secrets, vault, keyed } = await openInstallation(folder.dataDir);
  const raw = JSON.stringify(readFixture('members', 'full'));
  const waiting = { recordId: 'r-member', recordType: 'member', source: 'x, line 1', problems: [], raw };
  await quarantine('members', new Date().toISOString(), [waiting], store, secrets);
  const contact = keyed.pseudonymise('phone', '13800000042') ?? '';
  expect(await vault.get(contact)).toBeNull();
  expect(await replayQuarantine(folder.dataDir, 'members', listening())).toEqual({ landed: 1, still_refused: 0 });
  expect(await (await openInstallation(folder.dataDir)).vault.get(contact)).toMatchObject({ phone: '8613800000042' });
});

test('what has lain long is removed, of its channel, and the rest stays', async () => {
  const { store, secrets } = await openInstallation(folder.dataDir);
  const old = { recordId: 'r-old', recordType: null, source: 'x', problems: [{ field: 'a', expected: 'b' }], raw: '{}' };
  const day = new Date(Date.now() - 40 * 86_400_000).toISOString();
  await quarantine('survey', day, [old], store, secrets);
  await quarantine('pos', day, [old], store, secrets);
  const before = await listQuarantine(folder.dataDir, 'survey');
  expect(await expireQuarantine(folder.dataDir, 'survey', 41, listening())).toEqual({ expired: 0 });
  expect(await expireQuarantine(folder.dataDir, 'survey', 39, listening())).toEqual({ expired: 1 });
  expect(await listQuarantine(folder.dataDir, 'survey')).toHaveLength(before.length - 1);
  expect(await listQuarantine(folder.dataDir, 'pos')).toHaveLength(1);
});
