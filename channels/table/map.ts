import { z } from 'zod';
import { CONTRACTS } from '../../contracts/catalogue.ts';
import type { EventContract } from '../../contracts/event.ts';
import { nearest } from '../../contracts/nearest.ts';
import { type Fault, readYaml } from '../kit/yaml-lines.ts';
import { isZone } from '../kit/zone-name.ts';
import { isPattern } from './pattern.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** What is done with the cells of one column. */
const columnSchema = z.strictObject({
  /** Field of the contract, or `occurred_at`, `business_date`, `version`. */
  to: z.string(),
  /** How a time is written, such as `dd/MM/yyyy HH:mm`, or `epoch_s`, `epoch_ms`. ISO 8601 needs none. */
  format: z.string().optional(),
  /** Sign before the decimals. */
  decimal: z.enum(['.', ',']).optional(),
  /** What cells stand for, where they stand for something. Any other cell is refused. */
  values: z.record(z.string(), scalar).optional(),
});

const mapSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,49}$/, 'expected a short name such as waimai: small letters, digits, underscores'),
  contract: z.string(),
  zone: z.string(),
  /** Columns that tell a row from all others, or `row` when there are none. */
  id: z.union([z.string(), z.array(z.string()).min(1)]),
  columns: z.record(z.string(), z.union([z.string(), columnSchema])),
  constants: z.record(z.string(), scalar).default({}),
  /** Columns that are known and not wanted. All others that are not named are kept in `extra` and reported. */
  ignore: z.array(z.string()).default([]),
});

/** One column's part of a map. */
export type ColumnMap = z.output<typeof columnSchema>;

/** How the rows of a table become events of one contract. */
export interface TableMap {
  readonly name: string;
  readonly contract: EventContract;
  readonly zone: string;
  /** Empty when a row is told by its place in the file. */
  readonly id: readonly string[];
  readonly columns: Readonly<Record<string, ColumnMap>>;
  readonly constants: Readonly<Record<string, string | number | boolean>>;
  readonly ignore: readonly string[];
}

/** Fields that are no columns of a contract: the door asks them of every event. */
const OCCURRENCE_FIELDS = ['occurred_at', 'business_date', 'version'] as const;
/** Constant of `occurred_at` for tables that know no time. Or it names another field that is the time. */
export const RECEIVED = 'received';

/**
 * Reads a map.
 * @throws {UsageError} naming each line that is wrong and what was expected there.
 */
export function parseMap(text: string, file: string): TableMap {
  const { value, refuse } = readYaml(text, file);
  const parsed = mapSchema.safeParse(value);
  if (!parsed.success) return refuse(parsed.error.issues.map(({ path, message }) => ({ path, message })));
  const { contract: table, columns: given, id, ...rest } = parsed.data;
  const contract = CONTRACTS.find((known) => known.table === table);
  if (contract === undefined) {
    const tables = CONTRACTS.map((known) => known.table);
    return refuse([
      { path: ['contract'], message: `there is no contract "${table}"${hint(table, tables)}. Contracts: ${tables.join(', ')}` },
    ]);
  }
  const columns = Object.fromEntries(Object.entries(given).map(([name, to]) => [name, typeof to === 'string' ? { to } : to]));
  const map: TableMap = { ...rest, contract, columns, id: id === 'row' ? [] : [id].flat() };
  const faults = faultsOf(map);
  return faults.length > 0 ? refuse(faults) : map;
}

function hint(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined ? '' : `; did you mean "${near}"?`;
}

function faultsOf(map: TableMap): Fault[] {
  const { contract, columns, constants, zone, id } = map;
  const fields = [...Object.keys(contract.columns), ...OCCURRENCE_FIELDS];
  const faults: Fault[] = [];
  const fault = (path: PropertyKey[], message: string) => void faults.push({ path, message });
  if (!isZone(zone)) fault(['zone'], `expected a time zone such as Asia/Shanghai, found "${zone}"`);
  const takenBy = new Map<string, string>();
  for (const [name, { to, format, values }] of Object.entries(columns)) {
    if (!fields.includes(to)) {
      fault(['columns', name, 'to'], `${contract.table} has no field "${to}"${hint(to, fields)}`);
      continue;
    }
    const taken = takenBy.get(to);
    if (taken !== undefined) fault(['columns', name, 'to'], `${to} is filled by the column "${taken}" already`);
    takenBy.set(to, name);
    if (format !== undefined && !isPattern(format))
      fault(
        ['columns', name, 'format'],
        `expected a format of yyyy, MM, dd, HH, mm, ss, or epoch_s, epoch_ms; found "${format}"`,
      );
    if (contract.columns[to]?.type === 'array(varchar)')
      fault(['columns', name, 'to'], `${to} is a list, which one cell cannot fill`);
    for (const [cell, value] of Object.entries(values ?? {})) {
      if (!takes(contract, to, value)) fault(['columns', name, 'values', cell], expectationOf(contract, to, value));
    }
  }
  const isFilledTime = (name: unknown) =>
    typeof name === 'string' && takenBy.has(name) && contract.columns[name]?.type === 'timestamp';
  for (const [to, value] of Object.entries(constants)) {
    if (to === 'occurred_at' && (value === RECEIVED || isFilledTime(value))) continue;
    if (!fields.includes(to)) fault(['constants', to], `${contract.table} has no field "${to}"${hint(to, fields)}`);
    else if (takenBy.has(to)) fault(['constants', to], `${to} is filled by the column "${takenBy.get(to)}" already`);
    else if (!takes(contract, to, value)) fault(['constants', to], expectationOf(contract, to, value));
  }
  const isFilled = (name: string) => takenBy.has(name) || Object.hasOwn(constants, name);
  if (!isFilled('occurred_at'))
    fault(
      ['columns'],
      `expected a column to: occurred_at, or the constant occurred_at: another time that a column fills, or ${RECEIVED} when the table knows none`,
    );
  for (const [name, column] of Object.entries(contract.columns)) {
    if (!isFilled(name) && name !== ownIdOf(contract) && !column.schema.safeParse(undefined).success)
      fault(['columns'], `expected a column or a constant for ${name}: ${column.about}`);
  }
  for (const name of id) {
    const handling = contract.columns[columns[name]?.to ?? '']?.handling;
    if (handling !== undefined)
      fault(['id'], `"${name}" is personal, and an id is kept in the clear: expected another column, or id: row`);
  }
  return faults;
}

/** The field that names the event itself, such as `review_id`. Filled with the row's id where no column is given for it. */
export function ownIdOf({ table, columns }: EventContract): string | undefined {
  return [`${table}_id`, `${table.replace(/^survey_/, '')}_id`].find((name) => name in columns);
}

function takes({ columns }: EventContract, field: string, value: unknown): boolean {
  return columns[field]?.schema.safeParse(value).success ?? true;
}

function expectationOf({ columns }: EventContract, field: string, value: unknown): string {
  return `${field}: ${columns[field]?.schema.safeParse(value).error?.issues[0]?.message ?? 'expected another value'}`;
}
