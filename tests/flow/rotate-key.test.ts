import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openInstallation } from '../../local/installation.ts';
import { rotateKey } from '../../local/commands/rotate-key.ts';
import { type DataFolder, dataFolder, listening } from './data-folder.ts';
import { ORG_LINES } from './survey-calls.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const member = (crm_id: string, phone: string) => ({
  type: 'member',
  crm_id,
  phone,
  email: `${crm_id.toLowerCase()}@example.com`,
  updated_at: '2026-08-01T00:00:00Z',
});
const response = (response_id: string, phone: string) => ({
  type: 'response',
  response_id,
  survey_id: 'dine-in',
  org_unit_id: 'S017',
  status: 'completed',
  completed_at: '2026-11-05T11:41:02Z',
  customer: { phone },
  answers: [{ question_id: 'recommend', metric: 'nps', score: 9 }],
});
const lines = (...records: object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('');

let folder: DataFolder;
beforeAll(async () => {
  folder = await dataFolder();
  await folder.import('org', await folder.file('org.ndjson', ORG_LINES));
  await folder.import(
    'members',
    await folder.file('members.ndjson', lines(member('M1', '13800001234'), member('M2', '13900001234'))),
  );
  await folder.import(
    'survey',
    await folder.file('before.ndjson', lines(response('R1', '13800001234'), response('R2', '13700001234'))),
  );
  await folder.build();
});
afterAll(() => folder.remove());

const JOINED = `select stg_survey_response.response_id, stg_contact.event_id from stg_survey_response
  left join stg_contact on stg_contact.phone_key = stg_survey_response.phone_key order by 1`;
const keys = () => folder.query(`select phone_key from stg_survey_response union select phone_key from stg_contact order by 1`);
const rotate = (isFinishing = false) =>
  rotateKey({ dataDir: folder.dataDir, isFinishing, signal: new AbortController().signal }, listening());

test('after a rotation every pseudonym is another, people are joined as before, and who comes again is known', async () => {
  const before = await keys();
  const { dataDir } = folder;
  const old = await openInstallation(dataDir);
  const contact = old.keyed.pseudonymise('phone', '13800001234') ?? '';
  expect(await old.vault.get(contact)).toEqual({ phone: '8613800001234', email: 'm1@example.com' });

  expect(await rotate()).toMatchObject({ rewrittenCount: 2, vaultRowCount: 4 });

  const after = await keys();
  expect(after).toHaveLength(before.length);
  const known = new Set(before.map((row) => row['phone_key']));
  for (const row of after) expect(known.has(row['phone_key'])).toBe(false);

  await folder.import('survey', await folder.file('after.ndjson', lines(response('R3', '13900001234'))));
  await folder.import(
    'survey',
    await folder.file('before.ndjson', lines(response('R1', '13800001234'), response('R2', '13700001234'))),
  );
  await folder.build();
  expect(await folder.query(JOINED)).toEqual([
    { response_id: 'R1', event_id: 'members/M1' },
    { response_id: 'R2', event_id: null },
    { response_id: 'R3', event_id: 'members/M2' },
  ]);

  const now = await openInstallation(dataDir);
  expect(await now.vault.get(contact)).toBeNull();
  const rekeyed = now.keyed.pseudonymise('phone', '13800001234') ?? '';
  expect(rekeyed).toMatch(/^2\./);
  expect(await now.vault.get(rekeyed)).toEqual({ phone: '8613800001234', email: 'm1@example.com' });
});

test('what an installation that had read the old keys landed since is carried over by finishing', async () => {
  const document = JSON.parse(await readFile(join(folder.dataDir, 'keys.json'), 'utf8'));
  expect(document.pseudonym_keys).toHaveLength(2);
  expect(await rotate(true)).toMatchObject({ rewrittenCount: 0, vaultRowCount: 0 });
  expect(JSON.parse(await readFile(join(folder.dataDir, 'keys.json'), 'utf8'))).toEqual(document);
});
