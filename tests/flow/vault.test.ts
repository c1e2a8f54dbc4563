import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openInstallation } from '../../local/installation.ts';
import { type DataFolder, dataFolder } from './data-folder.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const member = (updated_at: string, fields: object) =>
  JSON.stringify({ type: 'member', crm_id: 'C-1', member_id: 'M-1', updated_at, ...fields });

let folder: DataFolder;
beforeAll(async () => {
  folder = await dataFolder();
});
afterAll(() => folder.remove());

test('an older state of a customer that comes late takes back neither a refusal nor an address', async () => {
  const newer = [
    member('2026-11-03T04:00:00Z', { email: 'new@example.com', can_contact: true }),
    member('2026-11-05T04:00:00Z', { can_contact: false }),
  ];
  const older = [
    member('2026-11-04T04:00:00Z', { can_contact: true }),
    member('2026-11-01T04:00:00Z', { phone: '13800000042', email: 'old@example.com', can_contact: true }),
  ];
  await folder.import('members', await folder.file('newer.ndjson', newer.join('\n')));
  await folder.import('members', await folder.file('older.ndjson', older.join('\n')));
  const { vault, keyed } = await openInstallation(folder.dataDir);
  const contact = keyed.pseudonymise('member', 'M-1') ?? '';
  expect(await vault.get(contact)).toEqual({
    phone: '8613800000042',
    email: 'new@example.com',
    attributes: { can_contact: false },
  });
});
