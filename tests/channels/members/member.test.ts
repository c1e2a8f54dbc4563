import { expect, test } from 'vitest';
import { readFixture, sendThrough } from '../door.ts';

const send = await sendThrough('members');
const full = readFixture('members', 'full');

test('a member becomes a contact under the record number of the CRM, which happened when they joined', () => {
  const { rows } = send(full);
  expect(rows).toHaveLength(1);
  expect(rows[0]?.table).toBe('contact');
  expect(rows[0]?.cells).toMatchObject({
    event_id: 'members/C-0000042',
    event_version: Date.parse('2026-11-01T04:00:00Z'),
    occurred_at: '2024-03-01T04:00:00Z',
    member_tier: 'gold',
    companions: 'family',
    can_contact: true,
  });
});

test('no identifier of a member stays in the clear', () => {
  const text = JSON.stringify(send(full).rows);
  for (const personal of ['M0000042', '13800000042', 'someone@example.com', 'oX-invented-1', '2088-invented-1', 'd-invented-1']) {
    expect(text).not.toContain(personal);
  }
});

test('the same phone gives the same key here and at the till', async () => {
  const till = await sendThrough('pos');
  const [order] = till(readFixture('pos', 'delivery-with-refund')).rows;
  const [contact] = send({ ...Object(full), phone: '+86 138-0000-0043' }).rows;
  expect(contact?.cells.phone_key).toBe(order?.cells.phone_key);
});
