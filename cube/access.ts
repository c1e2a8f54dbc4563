import { RefusedError } from '../contracts/errors.ts';
import { type Condition, type CubeQuery, conditionsOf, isDate, membersOf } from './query.ts';

/** The members a tier may name, each with its Cube type. Read from the compiled model, where every view carries its policy. */
export type Members = ReadonlyMap<string, string>;

/** One sentence for a member that is hidden, one that belongs to another tier and one that is not there: no way to tell which. */
export const NOT_AVAILABLE = 'A member of this query does not exist or is not available to your role.';

/**
 * Lets a query through when the tier may name every member of it. Cube itself checks returned columns only: without this, a
 * filter or an order on a hidden member would be answered.
 * @throws {RefusedError} 403 for a member outside the list, 400 for a mix of views or a value its member cannot have.
 */
export function assertAnswerable(query: CubeQuery, members: Members): void {
  const views = new Set<string>();
  for (const name of membersOf(query)) {
    if (!members.has(name)) throw new RefusedError(403, NOT_AVAILABLE);
    views.add(name.slice(0, name.indexOf('.')));
  }
  if (views.size > 1) throw new RefusedError(400, 'The query mixes views: ask one view at a time.');
  const times = (query.dimensions ?? []).filter((name) => name.split('.').length > 2);
  times.push(...(query.timeDimensions ?? []).map((time) => time.dimension));
  if (times.some((name) => typeOf(name, members) !== 'time'))
    throw new RefusedError(400, 'Only a time has a range and a granularity.');
  for (const filter of conditionsOf(query.filters)) assertFits(filter, members);
}

function typeOf(name: string, members: Members): string | undefined {
  return members.get(name.split('.').slice(0, 2).join('.'));
}

function assertFits({ member, dimension, operator, values = [] }: Condition, members: Members): void {
  const name = member ?? dimension ?? '';
  const type = typeOf(name, members);
  const needsValues = operator !== 'set' && operator !== 'notSet';
  if (needsValues && values.length === 0) throw new RefusedError(400, `The filter on ${name} has no values.`);
  if (type === 'number' && !values.every(isNumeric)) throw new RefusedError(400, `The filter on ${name} expects a number.`);
  if (type === 'boolean' && !values.every(isTruth)) throw new RefusedError(400, `The filter on ${name} expects true or false.`);
  if (/date/i.test(operator) && type !== 'time')
    throw new RefusedError(400, `The filter on ${name} compares dates, but it is none.`);
  if (type !== 'time' || !needsValues) return;
  const isRelative = /date/i.test(operator) && values.length === 1 && typeof values[0] === 'string';
  const areDates = values.every((value) => typeof value === 'string' && isDate(value));
  if (!isRelative && !areDates) throw new RefusedError(400, `The filter on ${name} expects a date like 2026-11-05.`);
}

function isTruth(value: unknown): boolean {
  return value === null || typeof value === 'boolean' || value === 'true' || value === 'false';
}

function isNumeric(value: string | number | boolean | null): boolean {
  return value === null || typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(value));
}

const NOT_MEMBERS = new Set(['values', 'dateRange', 'compareDateRange', 'timezone', 'cacheMode', 'responseFormat']);

/**
 * The second wall, for a query as Cube is about to run it: whether all that looks like a member, in whichever place, belongs
 * to the tier or is the row scope that a policy has just added.
 */
export function isWithin(part: unknown, members: Members, rowScope: ReadonlySet<string>): boolean {
  if (typeof part === 'string' && /^\w+\.\w+(\.\w+)?$/.test(part)) {
    const name = part.split('.').slice(0, 2).join('.');
    return members.has(name) || rowScope.has(name);
  }
  if (typeof part !== 'object' || part === null) return true;
  return Object.entries(part).every(
    ([key, below]) => NOT_MEMBERS.has(key) || (isWithin(key, members, rowScope) && isWithin(below, members, rowScope)),
  );
}
