import { ApiError } from './errors.ts';
import { isRecord, type Json, requestJson, textOrNull } from './http.ts';
import type { Tier } from './members.ts';

/** A sample person one can sign in as. */
export interface Person {
  readonly id: string;
  readonly tier: Tier;
  readonly unit: string;
  readonly unitName: string;
  readonly unitNameEn: string;
  readonly name: string;
  readonly nameEn: string;
}

export function isTier(value: unknown): value is Tier {
  return value === 'frontline' || value === 'manager' || value === 'executive' || value === 'analyst';
}

/** Null when the record lacks what a person needs. */
export function toPerson(raw: Json): Person | null {
  const id = textOrNull(raw['id']);
  const tier = raw['tier'];
  if (id === null || !isTier(tier)) return null;
  const name = textOrNull(raw['name']) ?? id;
  const unit = textOrNull(raw['unit']) ?? '';
  const unitName = textOrNull(raw['unit_name']) ?? unit;
  return {
    id,
    tier,
    unit,
    unitName,
    unitNameEn: textOrNull(raw['unit_name_en']) ?? unitName,
    name,
    nameEn: textOrNull(raw['name_en']) ?? name,
  };
}

export async function loadPeople(signal?: AbortSignal): Promise<Person[]> {
  const body = await requestJson('/sign-in/people', signal ? { signal } : {});
  if (!Array.isArray(body)) throw new ApiError('strange', 'expected a list of people');
  return body
    .filter(isRecord)
    .map(toPerson)
    .filter((person) => person !== null);
}

/** A token for that person. */
export async function signIn(id: string): Promise<string> {
  const body = await requestJson('/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id }),
  });
  const token = isRecord(body) ? textOrNull(body['token']) : null;
  if (token === null) throw new ApiError('strange', 'expected a token');
  return token;
}
