import { beforeAll, describe, expect, test } from 'vitest';
import { sampleDrops } from '../../../local/sample/plan.ts';
import { type Row, sendThrough } from '../../channels/door.ts';
import { SMALL } from './sample.ts';

/** Every record of sixty days, sent through the real channels and the real door. */
const rows: (Row & { readonly receivedAt: string })[] = [];
const refused: string[] = [];

beforeAll(async () => {
  const senders = new Map<string, Awaited<ReturnType<typeof sendThrough>>>();
  for (const drop of sampleDrops({ ...SMALL, days: 60 })) {
    const send = senders.get(drop.channel) ?? (await sendThrough(drop.channel));
    senders.set(drop.channel, send);
    for (const record of drop.records()) {
      const outcome = send(record);
      for (const problem of outcome.problems) refused.push(`${drop.channel} ${problem.field}: ${problem.expected}`);
      for (const row of outcome.rows) rows.push({ ...row, receivedAt: drop.receivedAt });
    }
  }
});

const of = (table: string) => rows.filter((row) => row.table === table);

describe('the sample at the door', () => {
  test('nothing is refused', () => {
    expect([...new Set(refused)]).toEqual([]);
  });

  test('no record has a field that its channel does not know', () => {
    expect([...new Set(rows.map((row) => row.cells.extra))]).toEqual([null]);
  });

  test('every table of the sample has rows', () => {
    const tables = new Set(rows.map((row) => row.table));
    const expected = [
      'action',
      'app_event',
      'campaign_spend',
      'campaign_touch',
      'contact',
      'delivery',
      'initiative',
      'initiative_cost',
      'order',
      'order_line',
      'org_unit',
      'payment',
      'referral',
      'refund',
      'survey_invite',
      'survey_response',
      'target',
      'ticket',
      'ticket_event',
      'visit',
    ];
    expect([...tables].sort()).toEqual(expected);
  });

  test('no drop tells of the future', () => {
    const early = rows.filter(
      (row) => String(row.cells.occurred_at) > row.receivedAt || Number(row.cells.event_version) > Date.parse(row.receivedAt),
    );
    expect(early).toEqual([]);
  });

  test('an event id comes once, but for what changes: invites that are opened, tickets that are solved, …', () => {
    const changing = new Set(['survey_invite', 'ticket', 'ticket_event', 'referral', 'initiative']);
    for (const table of new Set(rows.map((row) => row.table))) {
      const ids = of(table).map((row) => `${row.cells.event_id} ${changing.has(table) ? row.cells.event_version : ''}`);
      expect(new Set(ids).size, table).toBe(ids.length);
    }
  });

  test('what belongs to an order is there', () => {
    const orders = new Set(of('order').map((row) => row.cells.order_id));
    for (const table of ['order_line', 'payment', 'refund', 'visit', 'delivery', 'survey_invite', 'survey_response']) {
      expect(
        of(table).filter((row) => !orders.has(row.cells.order_id ?? null)),
        table,
      ).toEqual([]);
    }
    const invites = new Set(of('survey_invite').map((row) => row.cells.invite_id));
    expect(
      of('survey_response').filter((row) => row.cells.invite_id !== null && !invites.has(row.cells.invite_id ?? null)),
    ).toEqual([]);
  });

  test('comments give redaction work, and it does it', () => {
    const comments = of('survey_response').map((row) => String(row.cells.comment ?? ''));
    expect(comments.some((comment) => comment.includes('[phone]') || comment.includes('[email]'))).toBe(true);
    expect(comments.filter((comment) => /\d{7}|@/.test(comment))).toEqual([]);
  });
});
