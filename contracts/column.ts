import { z } from 'zod';
import type { IdentifierKind } from './identifier.ts';

/** How a column is stored, in words that Athena, DuckDB and Parquet share. */
export type ColumnType = 'varchar' | 'bigint' | 'double' | 'boolean' | 'timestamp' | 'date' | 'decimal(18,2)' | 'array(varchar)';

/** What the door does to a value before it may be written. */
type Handling = { readonly pseudonym: IdentifierKind } | 'redact';

/** One column of a lake table: how a value is checked, stored, explained and handled. */
export interface Column<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema;
  readonly type: ColumnType;
  readonly about: string;
  readonly unit?: string;
  readonly handling?: Handling;
  /** Of a list of records: the fields that each has, in their order. */
  readonly fields?: readonly string[];
}

const optionalSchema = <S extends z.ZodType>(schema: S) => schema.nullish();

/** The same column, allowed to be missing or null. */
export function optional<S extends z.ZodType>(column: Column<S>): Column<z.ZodOptional<z.ZodNullable<S>>> {
  return { ...column, schema: optionalSchema(column.schema) };
}

/** An identifier of ours or of a vendor, never of a person. */
export const id = (about: string) => ({ schema: z.string().min(1).max(200), type: 'varchar', about }) satisfies Column;

/** A short label without personal content: a city, a name of a dish, a status in the vendor's words. */
export const text = (about: string) => ({ schema: z.string().max(1000), type: 'varchar', about }) satisfies Column;

/** What a person wrote or said. Redacted at the door. */
export const freeText = (about: string) =>
  ({ schema: z.string().max(20_000), type: 'varchar', about, handling: 'redact' }) satisfies Column;

/** One of a closed list of our own words. */
export const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words, about: string) =>
  ({ schema: z.enum(words), type: 'varchar', about: `${about} One of: ${words.join(', ')}.` }) satisfies Column;

/** A whole number. */
export const integer = (about: string, range: { min?: number; max?: number; unit?: string } = {}) => {
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER, unit } = range;
  return {
    schema: z.int().min(min).max(max),
    type: 'bigint',
    about,
    ...(unit !== undefined && { unit }),
  } satisfies Column;
};

/** A real number. */
export const real = (about: string, unit?: string) =>
  ({ schema: z.number(), type: 'double', about, ...(unit !== undefined && { unit }) }) satisfies Column;

const MAX_AMOUNT = 1e15;
const hasTwoDecimals = (value: number) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-4;

/** Money in major units of the row's `currency`, exact to two decimals. */
export const amount = (about: string) =>
  ({
    schema: z.number().min(-MAX_AMOUNT).max(MAX_AMOUNT).refine(hasTwoDecimals, 'expected at most two decimals'),
    type: 'decimal(18,2)',
    about,
    unit: 'currency',
  }) satisfies Column;

const CURRENCY = /^[A-Z]{3}$/;

export const currency = () =>
  ({
    schema: z.string().regex(CURRENCY, 'expected an ISO 4217 code such as CNY'),
    type: 'varchar',
    about: 'ISO 4217 code of every amount in the row.',
  }) satisfies Column;

export const flag = (about: string) => ({ schema: z.boolean(), type: 'boolean', about }) satisfies Column;

/** A moment in UTC, written `2026-11-05T10:00:00.000Z` or without the fraction. Kept to the millisecond. */
export const instant = (about: string) =>
  ({
    schema: z.iso.datetime({ offset: false }),
    type: 'timestamp',
    about,
    unit: 'UTC',
  }) satisfies Column;

/** A calendar day, written `2026-11-05`. */
export const day = (about: string) =>
  ({
    schema: z.iso.date(),
    type: 'date',
    about,
  }) satisfies Column;

/** A short list of small records. Stored as an array of JSON texts, which both engines unnest alike. */
export const records = <Item extends z.ZodType>(item: Item, about: string) =>
  ({
    schema: z.array(item).max(500),
    type: 'array(varchar)',
    about,
    ...(item instanceof z.ZodObject && { fields: Object.keys(item.shape) }),
  }) satisfies Column;

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
