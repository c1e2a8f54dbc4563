import { expect, test } from 'vitest';
import { loadChannel } from '../../channels/load.ts';
import { RefusedError } from '../../contracts/errors.ts';
import { readFixture, sendThrough } from './door.ts';

const fixture = readFixture;

/** Answers of vendors' APIs as they are dropped as files, and the tables that come of them. */
const ANSWERS = [
  ['shopify', { orders: [fixture('shopify', 'order-least')] }, ['order', 'order_line']],
  ['shopify', { refund: fixture('shopify', 'refund') }, ['refund']],
  ['hubspot', { results: [fixture('hubspot', 'contact')], paging: {} }, ['contact']],
  ['meta_ads', { data: [fixture('meta_ads', 'insight')], paging: {} }, ['campaign_spend']],
  [
    'google_ads',
    [{ results: [fixture('google_ads', 'row')] }, { results: [fixture('google_ads', 'row-least')] }],
    ['campaign_spend', 'campaign_spend'],
  ],
  ['zendesk', { tickets: [fixture('zendesk', 'ticket')], users: [fixture('zendesk', 'user')] }, ['ticket', 'contact']],
  ['zendesk', { audits: [fixture('zendesk', 'audit-that-reopens')] }, ['ticket_event', 'ticket_event']],
] as const;

test.each(ANSWERS)('an answer of %s is taken apart into its records', async (name, document, tables) => {
  const { documentRecords } = await loadChannel(name);
  const send = await sendThrough(name);
  const sent = documentRecords?.(document).map((record) => send(record));
  expect(sent?.flatMap(({ problems }) => problems)).toEqual([]);
  expect(sent?.flatMap(({ rows }) => rows.map(({ table }) => table))).toEqual(tables);
});

test.each(['shopify', 'zendesk'])('another document is refused by %s', async (name) => {
  const { documentRecords } = await loadChannel(name);
  expect(() => documentRecords?.({ products: [] })).toThrow(RefusedError);
});
