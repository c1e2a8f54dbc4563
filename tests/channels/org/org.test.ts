import { expect, test } from 'vitest';
import { readFixture, sendThrough } from '../door.ts';

const send = await sendThrough('org');
const content = (name: string) => readFixture('org', name);

test('a unit keeps its place in the tree', () => {
  const [row] = send(content('store')).rows;
  expect(row?.table).toBe('org_unit');
  expect(row?.cells).toMatchObject({
    event_id: 'org/S017',
    parent_id: 'east',
    kind: 'store',
    manager_id: 'E20017',
    is_open: true,
  });
});

test('a target is told by metric, unit, touchpoint and first day, so that a correction replaces it', () => {
  const [row] = send(content('target')).rows;
  const [corrected] = send({ ...Object(content('target')), value: 0.82, updated_at: '2026-01-05T00:00:00Z' }).rows;
  expect(row?.cells).toMatchObject({ event_id: 'org/csat/east/dine_in_wait/2026-01-01', value: 0.8, end_date: '2026-12-31' });
  expect(corrected?.cells.event_id).toBe(row?.cells.event_id);
  expect(Number(corrected?.cells.event_version)).toBeGreaterThan(Number(row?.cells.event_version));
});
