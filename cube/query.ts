import { z } from 'zod';
import { RefusedError } from '../contracts/errors.ts';

/** Most rows that one answer holds. */
const MOST_ROWS = 50_000;
const FILTER_DEPTH = 6;

const member = z.string().regex(/^\w+\.\w+$/, 'expected view.member');
const memberOrGranularity = z.string().regex(/^\w+\.\w+(\.\w+)?$/, 'expected view.member');
const granularity = z.enum(['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year']);
const ABSOLUTE = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?Z?)?$/;
const date = z.string().refine(isDate, 'is not a date like 2026-11-05');
const dateRange = z.union([z.string().min(1).max(100), z.array(date).min(1).max(2)]);
const direction = z.enum(['asc', 'desc']);
const value = z.union([z.string().max(1000), z.number(), z.boolean(), z.null()]);
const OPERATORS = (
  'equals notEquals contains notContains startsWith notStartsWith endsWith notEndsWith in notIn gt gte lt lte set notSet ' +
  'inDateRange notInDateRange onTheDate beforeDate beforeOrOnDate afterDate afterOrOnDate'
).split(' ');

const operator = z.string().refine((name) => OPERATORS.includes(name), 'is not an operator');
const condition = z
  .strictObject({
    member: member.optional(),
    dimension: member.optional(),
    operator,
    values: z.array(value).max(1000).optional(),
  })
  .refine((filter) => (filter.member === undefined) !== (filter.dimension === undefined), 'expected one member');

export type Condition = z.infer<typeof condition>;
export type Filter = Condition | { readonly and: readonly Filter[] } | { readonly or: readonly Filter[] };

/** Nesting is spelt out to a fixed depth, so that no query can make the reader recurse without end. */
function filterTo(depth: number): z.ZodType<Filter> {
  if (depth === 0) return condition;
  const below = z.array(filterTo(depth - 1)).max(100);
  return z.union([condition, z.strictObject({ and: below }), z.strictObject({ or: below })]);
}

const timeDimension = z
  .strictObject({
    dimension: member,
    granularity: granularity.optional(),
    dateRange: dateRange.optional(),
    compareDateRange: z.array(dateRange).min(1).max(12).optional(),
  })
  .refine((time) => time.dateRange === undefined || time.compareDateRange === undefined, 'expected one range');

const queryShape = z.strictObject({
  measures: z.array(member).max(50).optional(),
  dimensions: z.array(memberOrGranularity).max(50).optional(),
  timeDimensions: z.array(timeDimension).max(5).optional(),
  segments: z.array(member).max(10).optional(),
  filters: z.array(filterTo(FILTER_DEPTH)).max(100).optional(),
  order: z
    .union([z.record(memberOrGranularity, direction), z.array(z.tuple([memberOrGranularity, direction])).max(50)])
    .optional(),
  limit: z.int().min(0).max(MOST_ROWS, `is more than the ${MOST_ROWS} rows that one answer holds`).optional(),
  offset: z.int().min(0).optional(),
  total: z.boolean().optional(),
  ungrouped: z.literal(false, 'is not allowed: group by an id to get single rows').optional(),
  timezone: z.literal('UTC', 'is always UTC: business days are already in the zone of the business').optional(),
  responseFormat: z.enum(['default', 'compact', 'columnar']).optional(),
  renewQuery: z.boolean().optional(),
});

/** What may be asked: a Cube query of one view, without the parts that only Cube's SQL interface needs. */
export type CubeQuery = z.infer<typeof queryShape>;

/** @throws {RefusedError} 400 with a sentence that says which part could not be read. */
export function readQuery(input: unknown): CubeQuery {
  if (input === undefined || input === '') throw new RefusedError(400, 'The request carries no query.');
  const query = queryShape.safeParse(typeof input === 'string' ? parseJson(input) : input);
  if (!query.success) throw new RefusedError(400, sentenceOf(query.error));
  const { measures = [], dimensions = [], timeDimensions = [] } = query.data;
  const isEmpty = measures.length + dimensions.length === 0 && !timeDimensions.some((time) => time.granularity);
  if (isEmpty) throw new RefusedError(400, 'The query asks for nothing: name a measure, a dimension or a granularity.');
  const { renewQuery: _, ...answerable } = query.data;
  return answerable;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RefusedError(400, 'The query is not JSON.', { cause });
  }
}

function sentenceOf(error: z.ZodError): string {
  const issue = error.issues[0];
  const where = issue?.path.join('.') || 'query';
  if (issue?.code === 'unrecognized_keys') return `The query could not be read: ${where} has a field that is not known here.`;
  return `The query could not be read: ${where} ${issue?.message ?? 'is not readable'}.`;
}

/** Every condition of the filters, however deep. */
export function* conditionsOf(filters: readonly Filter[] = []): Generator<Condition> {
  for (const filter of filters) {
    if ('and' in filter) yield* conditionsOf(filter.and);
    else if ('or' in filter) yield* conditionsOf(filter.or);
    else yield filter;
  }
}

/** Every member a query names, wherever it stands; a granularity is cut off. Names may repeat. */
export function* membersOf(query: CubeQuery): Generator<string> {
  yield* query.measures ?? [];
  yield* (query.dimensions ?? []).map(withoutGranularity);
  for (const time of query.timeDimensions ?? []) yield time.dimension;
  yield* query.segments ?? [];
  for (const filter of conditionsOf(query.filters)) yield filter.member ?? filter.dimension ?? '';
  const order = query.order ?? [];
  yield* (Array.isArray(order) ? order.map(([name]) => name) : Object.keys(order)).map(withoutGranularity);
}

/** Whether it is a day or moment that exists, as against words or the 31st of April. */
export function isDate(text: string): boolean {
  const day = text.slice(0, 10);
  const moment = new Date(`${day}T00:00:00Z`);
  return ABSOLUTE.test(text) && !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(day);
}

function withoutGranularity(name: string): string {
  return name.split('.').slice(0, 2).join('.');
}

/** Whether the same query can mean other days tomorrow, as "last 7 days" does. */
export function dependsOnToday(query: CubeQuery): boolean {
  const ranges = (query.timeDimensions ?? []).flatMap((time) => [time.dateRange ?? [], ...(time.compareDateRange ?? [])]);
  const dates = Array.from(conditionsOf(query.filters)).filter((filter) => /date/i.test(filter.operator));
  const values = [...ranges.flat(), ...dates.flatMap((filter) => filter.values ?? [])];
  return values.some((text) => typeof text === 'string' && !isDate(text));
}
