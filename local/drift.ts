import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { CONTRACTS } from '../contracts/catalogue.ts';
import { tablePrefix } from '../contracts/lake.ts';
import { quarantined } from '../lambdas/shared/quarantine.ts';
import { type Installation, lakeDir } from './installation.ts';
import { rowsOf } from './rows.ts';

/**
 * A way in which what a channel sends has moved away from what it was built for. `unknown_field`: landed, with the field kept in
 * `extra`, or, where it is a field within another, with its type alone. `type_changed`: a known field is refused for its type, or an unknown one has had several. `field_missing`: a field that must
 * be there is not.
 */
export interface DriftFinding {
  readonly finding: 'unknown_field' | 'type_changed' | 'field_missing';
  readonly channel: string;
  readonly field: string;
  readonly expected: string | null;
  readonly found: readonly string[];
  readonly record_count: number;
  /** Days of receipt (UTC) with the records of each. */
  readonly days: Readonly<Record<string, number>>;
}

/** What has drifted, by what is in the lake and in quarantine: nothing is counted beside them, so nothing is counted twice. */
export async function contractDrift(installation: Installation, connection: DuckDBConnection): Promise<DriftFinding[]> {
  const findings = [...(await refusedFields(installation)), ...(await unknownFields(installation, connection))];
  return findings.sort((a, b) => b.record_count - a.record_count);
}

class Findings {
  readonly #known = new Map<string, { finding: DriftFinding; found: Set<string>; days: Record<string, number> }>();

  add(what: Pick<DriftFinding, 'finding' | 'channel' | 'field' | 'expected'>, found: string, day: string, count: number): void {
    const name = `${what.finding}\n${what.channel}\n${what.field}\n${what.expected}`;
    let known = this.#known.get(name);
    if (known === undefined) {
      known = { finding: { ...what, found: [], record_count: 0, days: {} }, found: new Set(), days: {} };
      this.#known.set(name, known);
    }
    known.found.add(found);
    known.days[day] = (known.days[day] ?? 0) + count;
  }

  all(): DriftFinding[] {
    return [...this.#known.values()].map(({ finding, found, days }) => ({
      ...finding,
      found: [...found].sort(),
      record_count: Object.values(days).reduce((sum, count) => sum + count, 0),
      days: Object.fromEntries(Object.entries(days).sort()),
    }));
  }
}

async function refusedFields({ store }: Installation): Promise<DriftFinding[]> {
  const findings = new Findings();
  for await (const { channel, problems, first_seen_at } of quarantined(store)) {
    for (const { field, mistype } of problems) {
      if (mistype === undefined) continue;
      const { asked, found } = mistype;
      const finding = found === 'nothing' ? 'field_missing' : 'type_changed';
      // the place in a list says nothing of the contract
      const what = { finding, channel, field: field.replace(/\[\d+\]/g, '[]'), expected: asked } as const;
      findings.add(what, found, first_seen_at.slice(0, 10), 1);
    }
  }
  return findings.all();
}

/** DuckDB's words for what JSON knows. */
const JSON_TYPES: Readonly<Record<string, string>> = {
  VARCHAR: 'string',
  BIGINT: 'number',
  UBIGINT: 'number',
  DOUBLE: 'number',
  BOOLEAN: 'boolean',
  ARRAY: 'array',
  OBJECT: 'object',
};

const unknownRow = { channel: z.string(), field: z.string(), type: z.string(), day: z.string(), record_count: z.number() };

async function unknownFields({ dataDir, store }: Installation, connection: DuckDBConnection): Promise<DriftFinding[]> {
  const findings = new Findings();
  for (const { table } of CONTRACTS) {
    const files: string[] = [];
    for await (const key of store.list(tablePrefix(table))) files.push(`'${join(lakeDir(dataDir), key).replaceAll("'", "''")}'`);
    if (files.length === 0) continue;
    const reader = await connection.runAndReadAll(`
      select landed.channel, field.key as field,
        coalesce(nullif(regexp_extract(field.value ->> '$', '^\\[(\\w+) not kept\\]$', 1), '') || ' (not kept)', field.type) as type, cast(cast(landed.received_at as date) as varchar) as day,
        count(distinct landed.event_id)::double as record_count
      from read_parquet([${files.join(', ')}], hive_partitioning = false, union_by_name = true) as landed, json_each(landed.extra) as field
      where landed.extra is not null
      group by all`);
    for (const { channel, field, type, day, record_count } of rowsOf(reader, unknownRow)) {
      const what = { finding: 'unknown_field', channel, field, expected: null } as const;
      if (type !== 'NULL') findings.add(what, JSON_TYPES[type] ?? type.toLowerCase(), day, record_count);
    }
  }
  return findings.all().map((one) => (one.found.length > 1 ? { ...one, finding: 'type_changed' } : one));
}
