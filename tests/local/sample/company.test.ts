import { describe, expect, test } from 'vitest';
import { orgUnits, STORES } from '../../../local/sample/company.ts';
import { SIGN_INS } from '../../../local/sample/people.ts';
import { REGIONS } from '../../../local/sample/places.ts';

describe('the company', () => {
  test('has 120 stores with names of their own in three regions', () => {
    expect(STORES.map((store) => store.id).slice(0, 2)).toEqual(['S001', 'S002']);
    expect(STORES).toHaveLength(120);
    expect(new Set(STORES.map((store) => store.name)).size).toBe(120);
    expect(new Set(STORES.map((store) => store.nameEn)).size).toBe(120);
    expect(new Set(STORES.map((store) => store.region))).toEqual(new Set(REGIONS.map((region) => region.id)));
  });

  test('is one tree, each unit with a manager of its own', () => {
    const units = [...orgUnits('2026-01-01T00:00:00Z', 120)];
    const ids = new Set(units.map((unit) => unit.org_unit_id));
    expect(units.filter((unit) => unit.parent_id != null && !ids.has(unit.parent_id))).toEqual([]);
    expect(units.filter((unit) => unit.parent_id == null).map((unit) => unit.org_unit_id)).toEqual(['company']);
    expect(new Set(units.map((unit) => unit.manager_id)).size).toBe(units.length);
  });
});

describe('the sample sign-ins', () => {
  test('are there for every tier, each for a unit that exists', () => {
    const units = new Map([...orgUnits('2026-01-01T00:00:00Z', 120)].map((unit) => [unit.org_unit_id, unit]));
    expect(new Set(SIGN_INS.map((person) => person.tier))).toEqual(new Set(['frontline', 'manager', 'executive', 'analyst']));
    for (const person of SIGN_INS) {
      const unit = units.get(person.unit);
      const region = unit?.kind === 'store' ? unit.parent_id : unit?.kind === 'region' ? unit.org_unit_id : null;
      expect(unit, person.id).toBeDefined();
      expect(person.region, person.id).toBe(region);
    }
  });
});
