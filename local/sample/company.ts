import type { z } from 'zod';
import type { orgUnitSchema } from '../../channels/org/org-unit.ts';
import type { targetSchema } from '../../channels/org/target.ts';
import { CITIES, type City, REGIONS, type RegionId } from './places.ts';
import { PURPOSES, unitOf } from './random.ts';
import { DELIVERY_TOUCHPOINTS, DINE_IN_TOUCHPOINTS } from './touchpoints.ts';

export interface SampleStore {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
  readonly city: City;
  readonly region: RegionId;
  /** Relative number of customers. */
  readonly size: number;
}

type OrgUnitRecord = z.input<typeof orgUnitSchema>;
type TargetRecord = z.input<typeof targetSchema>;

export const COMPANY_ID = 'company';

/** Names and places do not depend on the seed: a person finds the same stores in every sample. */
const PLACES_SEED = 20;

/** `S001` to `S120`, in three regions. */
export const STORES: readonly SampleStore[] = CITIES.flatMap((city) => city.stores.map((place) => ({ city, place }))).map(
  ({ city, place }, i) => ({
    id: `S${String(i + 1).padStart(3, '0')}`,
    name: `${city.name}${place.name}店`,
    nameEn: `${place.nameEn}, ${city.nameEn}`,
    city,
    region: city.region,
    size: 0.6 + 0.9 * unitOf(PLACES_SEED, PURPOSES.store, i),
  }),
);

/** @throws {RangeError} */
export function storeAt(i: number): SampleStore {
  const store = STORES[i];
  if (store === undefined) throw new RangeError(`expected the number of a store below ${STORES.length}, not ${i}`);
  return store;
}

/** Numbers of the stores that are open in a company of so many, spread evenly over the list and so over the regions. */
export function openStores(count: number): readonly number[] {
  return STORES.flatMap((_, i) =>
    Math.floor(((i + 1) * count) / STORES.length) > Math.floor((i * count) / STORES.length) ? [i] : [],
  );
}

/** The org tree: company, regions, stores, each with the staff number of its manager. */
export function* orgUnits(updatedAt: string, count: number): Iterable<OrgUnitRecord> {
  const shared = { type: 'org_unit', time_zone: 'Asia/Shanghai', is_open: true, updated_at: updatedAt } as const;
  yield { ...shared, org_unit_id: COMPANY_ID, kind: 'company', name: '阿e小馆', name_en: 'A-e Bistro', manager_id: 'E10001' };
  for (const [i, { id, name, nameEn }] of REGIONS.entries()) {
    const manager_id = `E1010${i + 1}`;
    yield { ...shared, org_unit_id: id, parent_id: COMPANY_ID, kind: 'region', name, name_en: nameEn, manager_id };
  }
  for (const i of openStores(count)) {
    const store = storeAt(i);
    const { city } = store;
    yield {
      ...shared,
      org_unit_id: store.id,
      parent_id: store.region,
      kind: 'store',
      name: store.name,
      name_en: store.nameEn,
      city: city.name,
      region: city.province,
      manager_id: `E2${String(i + 1).padStart(4, '0')}`,
      latitude: round4(city.latitude + 0.16 * (unitOf(PLACES_SEED, PURPOSES.store, i, 1) - 0.5)),
      longitude: round4(city.longitude + 0.2 * (unitOf(PLACES_SEED, PURPOSES.store, i, 2) - 0.5)),
    };
  }
}

/** NPS for every unit, CSAT by touchpoint for the company and the regions. */
export function* targets(startDate: string, updatedAt: string, count: number): Iterable<TargetRecord> {
  const shared = { type: 'target', start_date: startDate, updated_at: updatedAt } as const;
  const above = [COMPANY_ID, ...REGIONS.map((region) => region.id)];
  for (const org_unit_id of above) {
    yield { ...shared, metric: 'nps', org_unit_id, value: org_unit_id === COMPANY_ID ? 40 : 38 };
    for (const touchpoint of DINE_IN_TOUCHPOINTS) yield { ...shared, metric: 'csat', org_unit_id, touchpoint, value: 0.85 };
    for (const touchpoint of DELIVERY_TOUCHPOINTS) yield { ...shared, metric: 'csat', org_unit_id, touchpoint, value: 0.8 };
  }
  for (const i of openStores(count)) yield { ...shared, metric: 'nps', org_unit_id: storeAt(i).id, value: 38 };
}

function round4(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
