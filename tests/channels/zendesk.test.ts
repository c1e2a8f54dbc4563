import { expect, test } from 'vitest';
import { readFixture, sendThrough } from './door.ts';

const send = await sendThrough('zendesk');
const rowsOf = (name: string) => send(readFixture('zendesk', name)).rows;

test('a ticket keeps its state, its owner and when it was answered', () => {
  const [row] = rowsOf('ticket');
  expect(row?.cells).toMatchObject({
    event_id: 'zendesk/35436',
    event_version: Date.parse('2026-11-06T09:30:00Z'),
    status: 'on_hold',
    owner_id: '235323',
    parent_ticket_id: '35000',
    subject: 'Soup was cold, call [phone]',
    first_replied_at: '2026-11-05T09:35:00.000Z',
    extra: null,
  });
  expect(rowsOf('ticket-deleted')[0]?.cells).toMatchObject({ status: 'closed', owner_id: 'group 98738' });
});

test('an audit becomes a move for each thing that changed, without values that may be personal', () => {
  expect(rowsOf('audit').map(({ cells }) => [cells.kind, cells.field_name, cells.from_value, cells.to_value])).toEqual([
    ['public_reply', null, null, null],
    ['status', 'status', 'open', 'pending'],
    ['owner', 'assignee_id', null, '235323'],
    ['field', 'subject', null, null],
  ]);
  expect(rowsOf('audit-of-a-new-ticket-by-a-rule').map(({ cells }) => [cells.kind, cells.to_value, cells.actor_role])).toEqual([
    ['created', 'new', 'system'],
    ['priority', 'high', 'system'],
    ['field', null, 'system'],
  ]);
  expect(rowsOf('audit-that-reopens').map(({ cells }) => cells.kind)).toEqual(['reopened', 'internal_note']);
});

test('an event brings the ticket as it is now and the move, with the side of who moved it', () => {
  const [ticket, moved] = rowsOf('event-status-changed');
  expect(ticket?.cells).toMatchObject({ event_id: 'zendesk/35436', status: 'solved', priority: 'high' });
  expect(moved?.cells).toMatchObject({ kind: 'status', from_value: 'open', to_value: 'solved', actor_id: '235323' });
  expect(rowsOf('event-created')[1]?.cells).toMatchObject({ kind: 'created', actor_role: 'customer' });
  expect(rowsOf('event-comment-added')[1]?.cells).toMatchObject({ kind: 'public_reply', actor_role: 'staff' });
  expect(rowsOf('event-subject-changed').map(({ table }) => table)).toEqual(['ticket']);
});

test('a comment is one comment, and a requester one account, whatever way they come in', () => {
  const comments = [rowsOf('audit')[0], rowsOf('event-comment-added')[1], rowsOf('table-comment')[0]];
  expect(new Set(comments.map((row) => row?.cells.event_id))).toEqual(new Set(['zendesk/comment/1']));
  expect(rowsOf('user')[0]?.cells.account_key).toBe(rowsOf('ticket')[0]?.cells.account_key);
  expect(rowsOf('table-user')[0]?.cells.account_key).toBe(rowsOf('table-ticket')[0]?.cells.account_key);
});

test('staff and tables that carry nothing make no event', () => {
  for (const name of ['user-agent', 'table-organization', 'table-ticket-sla-policy']) expect(rowsOf(name)).toEqual([]);
});
