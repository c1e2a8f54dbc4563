import { z } from 'zod';
import type { IdentifierKind } from './identifier.ts';

/** How a column is stored, in words that Athena, DuckDB and Parquet share. */
export type ColumnType = 'varchar' | 'bigint' | 'double' | 'boolean' | 'timestamp' | 'date' | 'decimal(18,2)' | 'array(varchar)';

/** What the door does to a value before it may be written. */
type Handling = { readonly pseudonym: IdentifierKind } | 'redact';

/** One column of a lake table: how a value is checked, stored, explained and handled. */
export interface Column<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema;
  /**
   * The same judgement as `schema`, without reasons: an event has dozens of cells, and nearly all are right. It may refuse
   * what the schema takes, which is then asked; it never takes what the schema refuses. Tested one against the other.
   */
  readonly accepts: (value: unknown) => boolean;
  readonly type: ColumnType;
  readonly about: string;
  readonly unit?: string;
  readonly handling?: Handling;
}

const optionalSchema = <S extends z.ZodType>(schema: S) => schema.nullish();

/** A text of so many UTF-16 units. */
const isText = (min: number, max: number) => (value: unknown) =>
  typeof value === 'string' && value.length >= min && value.length <= max;

/** The same column, allowed to be missing or null. */
export function optional<S extends z.ZodType>(column: Column<S>): Column<z.ZodOptional<z.ZodNullable<S>>> {
  const { accepts } = column;
  return {
    ...column,
    schema: optionalSchema(column.schema),
    accepts: (value) => value === undefined || value === null || accepts(value),
  };
}

/** An identifier of ours or of a vendor, never of a person. */
export const id = (about: string) =>
  ({ schema: z.string().min(1).max(200), accepts: isText(1, 200), type: 'varchar', about }) satisfies Column;

/** A short label without personal content: a city, a name of a dish, a status in the vendor's words. */
export const text = (about: string) =>
  ({ schema: z.string().max(1000), accepts: isText(0, 1000), type: 'varchar', about }) satisfies Column;

/** What a person wrote or said. Redacted at the door. */
export const freeText = (about: string) =>
  ({ schema: z.string().max(20_000), accepts: isText(0, 20_000), type: 'varchar', about, handling: 'redact' }) satisfies Column;

/** One of a closed list of our own words. */
export const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words, about: string) => {
  const known = new Set<unknown>(words);
  return {
    schema: z.enum(words),
    accepts: (value: unknown) => known.has(value),
    type: 'varchar',
    about: `${about} One of: ${words.join(', ')}.`,
  } satisfies Column;
};

/** A whole number. */
export const integer = (about: string, range: { min?: number; max?: number; unit?: string } = {}) => {
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER, unit } = range;
  return {
    schema: z.int().min(min).max(max),
    accepts: (value: unknown) => typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max,
    type: 'bigint',
    about,
    ...(unit !== undefined && { unit }),
  } satisfies Column;
};

/** A real number. */
export const real = (about: string, unit?: string) =>
  ({ schema: z.number(), accepts: Number.isFinite, type: 'double', about, ...(unit !== undefined && { unit }) }) satisfies Column;

const MAX_AMOUNT = 1e15;
const hasTwoDecimals = (value: number) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-4;

/** Money in major units of the row's `currency`, exact to two decimals. */
export const amount = (about: string) =>
  ({
    schema: z.number().min(-MAX_AMOUNT).max(MAX_AMOUNT).refine(hasTwoDecimals, 'expected at most two decimals'),
    accepts: (value: unknown) => typeof value === 'number' && Math.abs(value) <= MAX_AMOUNT && hasTwoDecimals(value),
    type: 'decimal(18,2)',
    about,
    unit: 'currency',
  }) satisfies Column;

const CURRENCY = /^[A-Z]{3}$/;

export const currency = () =>
  ({
    schema: z.string().regex(CURRENCY, 'expected an ISO 4217 code such as CNY'),
    accepts: (value: unknown) => typeof value === 'string' && CURRENCY.test(value),
    type: 'varchar',
    about: 'ISO 4217 code of every amount in the row.',
  }) satisfies Column;

export const flag = (about: string) =>
  ({ schema: z.boolean(), accepts: (value: unknown) => typeof value === 'boolean', type: 'boolean', about }) satisfies Column;

/** A UTC time as `Date.toISOString` writes it, on a day that every month has. */
const PLAIN_INSTANT = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{3})?Z$/;
const PLAIN_DAY = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/;

/** A moment in UTC, written `2026-11-05T10:00:00.000Z` or without the fraction. Kept to the millisecond. */
export const instant = (about: string) =>
  ({
    schema: z.iso.datetime({ offset: false }),
    accepts: (value: unknown) => typeof value === 'string' && PLAIN_INSTANT.test(value),
    type: 'timestamp',
    about,
    unit: 'UTC',
  }) satisfies Column;

/** A calendar day, written `2026-11-05`. */
export const day = (about: string) =>
  ({
    schema: z.iso.date(),
    accepts: (value: unknown) => typeof value === 'string' && PLAIN_DAY.test(value),
    type: 'date',
    about,
  }) satisfies Column;

/** A short list of small records. Stored as an array of JSON texts, which both engines unnest alike. */
export const records = <Item extends z.ZodType>(item: Item, about: string) => {
  const schema = z.array(item).max(500);
  return { schema, accepts: (value: unknown) => schema.safeParse(value).success, type: 'array(varchar)', about } satisfies Column;
};

const IDENTIFIER_WORDS: Readonly<Record<IdentifierKind, string>> = {
  phone: 'phone number',
  email: 'e-mail address',
  unionid: 'WeChat unionid',
  alipay: 'Alipay id',
  member: 'member number',
  account: 'account at the vendor',
  device: 'device',
  cookie: 'browser cookie',
};

/** A person's identifier. Channels give it as it is; the door replaces it by a keyed pseudonym. */
const identifier = (kind: IdentifierKind) =>
  ({
    schema: z.string().max(512),
    accepts: isText(0, 512),
    type: 'varchar',
    about: `Pseudonym of the customer’s ${IDENTIFIER_WORDS[kind]} (HMAC-SHA256, 128 bits in hex).`,
    handling: { pseudonym: kind },
  }) satisfies Column;

/** The identifiers by which an event may name its customer. All optional: the more there are, the better people are joined. */
export const customer = {
  phone_key: optional(identifier('phone')),
  email_key: optional(identifier('email')),
  unionid_key: optional(identifier('unionid')),
  alipay_key: optional(identifier('alipay')),
  member_key: optional(identifier('member')),
  account_key: optional(identifier('account')),
  device_key: optional(identifier('device')),
  cookie_key: optional(identifier('cookie')),
} satisfies Readonly<Record<`${IdentifierKind}_key`, Column>>;

/** Where it happened. */
export const place = {
  org_unit_id: optional(id('Org unit (store, region, line) that answers for it.')),
  touchpoint: optional(id('Touchpoint in the words of the journey, such as dine_in or delivery.')),
};
