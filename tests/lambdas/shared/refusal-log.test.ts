import { expect, it } from 'vitest';
import { contractOf } from '../../../contracts/catalogue.ts';
import { cellNames } from '../../../lambdas/shared/door.ts';
import { refusalEvents } from '../../../lambdas/shared/refusal-log.ts';

const refused = {
  recordId: 'r1',
  recordType: 'order',
  source: 'orders.csv, line 7',
  raw: '{"phone": "13800000000"}',
  problems: [
    { field: 'total', expected: 'x'.repeat(1200) },
    { field: 'store', expected: 'a text' },
  ],
};

it('tells what was wrong with a refused record, and nothing of what was sent', () => {
  const [event] = refusalEvents('pos', '2026-11-05T18:00:00.000Z', 'file', [refused]);
  const cells = Object.fromEntries(cellNames(contractOf('refusal')).map((name, index) => [name, event?.cells[index]]));
  expect(cells).toEqual({
    event_id: 'pos/r1',
    event_version: 0,
    record_id: 'r1',
    channel: 'pos',
    occurred_at: '2026-11-05T18:00:00.000Z',
    business_date: '2026-11-05',
    received_at: '2026-11-05T18:00:00.000Z',
    contract_version: 1,
    extra: null,
    record_type: 'order',
    source: 'file',
    field: 'total',
    expected: 'x'.repeat(1000),
    problem_count: 2,
  });
  expect(JSON.stringify(event?.cells)).not.toContain('138');
});

it('takes a record of which nothing could be told', () => {
  expect(
    refusalEvents('pos', '2026-11-05T18:00:00.000Z', 'webhook', [{ ...refused, recordType: null, problems: [] }]),
  ).toHaveLength(1);
});
