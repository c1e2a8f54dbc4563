import { expect, test } from 'vitest';
import { largeNewDays } from '../../warehouse/changes.ts';
import type { Table } from '../../warehouse/engines/engine.ts';
import type { Match, Window } from '../../warehouse/model.ts';

const table = (rows: Readonly<Record<string, number>>): Table => ({
  columns: [],
  partition: 'day',
  parts: Object.entries(rows).map(([key, count]) => ({ key, files: [], rows: count, since: 'b1' })),
  superseded: [],
});
const sales = table({ '2026-11-01': 100, '2026-11-02': 100, '2026-11-03': 99 });
const shops = table({ '2026-11-03': 1000 });
const dated = (beforeDays: number): Window => ({ kind: 'days', date: 'day', beforeDays, afterDays: 0 });
const matched: Match = { kind: 'match', columns: ['store_id'] };

const largeOf = (beforeDays: number, largeDay: number | null) =>
  largeNewDays(
    ['2026-11-01', '2026-11-02', '2026-11-03'],
    {
      inputs: new Map<string, Window | Match>([
        ['sales', dated(beforeDays)],
        ['shops', matched],
      ]),
      tableOf: (input) => (input === 'sales' ? sales : shops),
    },
    table({ '2026-11-01': 5 }),
    largeDay,
  );

test('a large day is a new one on which a dated input has so many rows', () => {
  expect(largeOf(0, 100)).toEqual(['2026-11-02']);
});

test('no day is run apart where days follow from other days too, or where the engine says it saves nothing', () => {
  expect(largeOf(1, 100)).toEqual([]);
  expect(largeOf(0, null)).toEqual([]);
});
