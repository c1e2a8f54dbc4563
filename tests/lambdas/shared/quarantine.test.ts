import { expect, test } from 'vitest';
import { quarantine, quarantined, release, unseal } from '../../../lambdas/shared/quarantine.ts';
import { memoryStore } from '../memory-store.ts';

const key = Buffer.alloc(32, 3);
const secrets = { quarantineKeys: [key] };
const refused = (recordId: string) => ({
  recordId,
  recordType: 'response',
  source: 'a.ndjson, line 3',
  problems: [{ field: 'nps', expected: '0 to 10' }],
  raw: '{"phone":"13800001234"}',
});
const all = async (store: ReturnType<typeof memoryStore>) => {
  const entries = [];
  for await (const entry of quarantined(store)) entries.push(entry);
  return entries;
};

test('a refused record is kept sealed, with its reasons in the clear', async () => {
  const store = memoryStore();
  await quarantine('survey', '2026-11-05T10:00:00.000Z', [refused('r1')], store, secrets);
  const [entry] = await all(store);
  expect(entry).toMatchObject({ record_id: 'r1', channel: 'survey', problems: [{ field: 'nps', expected: '0 to 10' }] });
  expect(Buffer.concat([...store.objects.values()]).toString()).not.toContain('13800001234');
  expect(unseal(entry?.sealed ?? '', [key])).toBe('{"phone":"13800001234"}');
  expect(() => unseal(entry?.sealed ?? '', [Buffer.alloc(32, 4)])).toThrow('expected the quarantine key it was sealed with');
});

test('a record that is sent again, alone or with others, is listed once', async () => {
  const store = memoryStore();
  await quarantine('survey', '2026-11-05T10:00:00.000Z', [refused('r1'), refused('r2')], store, secrets);
  await quarantine('survey', '2026-11-05T10:00:00.000Z', [refused('r2'), refused('r1')], store, secrets);
  await quarantine('survey', '2026-11-06T10:00:00.000Z', [refused('r2')], store, secrets);
  expect((await all(store)).map(({ record_id }) => record_id)).toEqual(['r1', 'r2']);
});

test('what is released is gone from every file, and the rest stays', async () => {
  const store = memoryStore();
  await quarantine('survey', '2026-11-05T10:00:00.000Z', [refused('r1'), refused('r2')], store, secrets);
  await quarantine('survey', '2026-11-06T10:00:00.000Z', [refused('r2')], store, secrets);
  await release(store, new Set(['r2']), 'survey');
  expect((await all(store)).map(({ record_id }) => record_id)).toEqual(['r1']);
  expect(store.objects.size).toBe(1);
});
