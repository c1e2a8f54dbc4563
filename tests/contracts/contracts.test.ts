import { describe, expect, test } from 'vitest';
import { CONTRACTS, contractOf } from '../../contracts/catalogue.ts';
import { id } from '../../contracts/column.ts';
import { defineEvent, ENVELOPE, lakeColumns } from '../../contracts/event.ts';
import { normaliseIdentifier } from '../../contracts/identifier.ts';
import { landedKey, lakeRelation } from '../../contracts/lake.ts';
import { nearest } from '../../contracts/nearest.ts';

describe('every contract', () => {
  test.each(CONTRACTS.map((contract) => [contract.table, contract] as const))(
    '%s says what a row is, in snake_case',
    (table, contract) => {
      expect(table).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(contract.about).toMatch(/\.$/);
      expect(contract.grain).toMatch(/^one /);
      for (const [name, column] of Object.entries(lakeColumns(contract))) {
        expect(name).toMatch(/^[a-z]+(_[a-z0-9]+)*$/);
        expect(column.about, `${table}.${name}`).toMatch(/\.$/);
        if (column.type === 'timestamp') expect(name).toMatch(/_at$/);
        if (column.type === 'date') expect(name).toMatch(/_date$/);
        if (column.type === 'boolean') expect(name).toMatch(/^(is|has|can)_/);
        if (column.type === 'decimal(18,2)') expect(name).toMatch(/amount$/);
      }
    },
  );

  test('is found by its table', () => {
    for (const contract of CONTRACTS) expect(contractOf(contract.table)).toBe(contract);
    expect(() => contractOf('nothing')).toThrow('no lake table nothing');
  });

  test('keeps out of the envelope', () => {
    const columns = { channel: id('Clashes.') };
    expect(() => defineEvent({ table: 't', version: 1, about: '', grain: '', columns })).toThrow(
      'channel belongs to the envelope',
    );
    expect(Object.keys(lakeColumns(contractOf('order'))).slice(0, 9)).toEqual(Object.keys(ENVELOPE));
  });
});

test('a landed file lies under its table and received day', () => {
  expect(landedKey('order', '2026-11-05', 'abc')).toBe('bronze/order/dt=2026-11-05/abc.parquet');
  expect(lakeRelation({ table: 'order' })).toBe('lake_order');
});

test.each([
  ['phone', '138 0000-1234', '8613800001234'],
  ['phone', '+86 138 0000 1234', '8613800001234'],
  ['phone', '008613800001234', '8613800001234'],
  ['phone', '+1 (415) 555-2671', '14155552671'],
  ['phone', '  ', null],
  ['email', ' Mei.Lin@Example.COM ', 'mei.lin@example.com'],
  ['unionid', ' oAbC ', 'oAbC'],
] as const)('a %s written %j is known as %j', (kind, written, known) => {
  expect(normaliseIdentifier(kind, written)).toBe(known);
});

test('a mistyped name finds the near one, and only a near one', () => {
  expect(nearest('olits', ['olist', 'survey'])).toBe('olist');
  expect(nearest('weather', ['olist', 'survey'])).toBeUndefined();
  expect(nearest('olist', [])).toBeUndefined();
});
