import { z } from 'zod';
import type { DriftRule } from './drift.ts';

const severity = z.enum(['stop', 'warn']);
type Severity = z.infer<typeof severity>;

/** One promise about a model's rows. */
export type Audit = { readonly name: string; readonly severity: Severity } & (
  | { readonly kind: 'not_null'; readonly column: string }
  | { readonly kind: 'unique'; readonly columns: readonly string[] }
  | { readonly kind: 'accepted'; readonly column: string; readonly values: readonly (string | number | boolean)[] }
  | { readonly kind: 'relationship'; readonly column: string; readonly to: string; readonly toColumn: string }
  | { readonly kind: 'row_count_change'; readonly maxDropPct: number }
  | { readonly kind: 'freshness'; readonly column: string; readonly maxAgeHours: number }
  | ({ readonly kind: 'drift' } & DriftRule)
  | { readonly kind: 'sql'; readonly sql: string }
);

const withSeverity = { severity: severity.optional() };

/** An audit in the list of a column. */
export const columnAudit = z.union(
  [
    z.enum(['not_null', 'unique']),
    z.strictObject({ not_null: z.literal(true), ...withSeverity }),
    z.strictObject({ unique: z.literal(true), ...withSeverity }),
    z.strictObject({ accepted: z.array(z.union([z.string(), z.number(), z.boolean()])).min(1), ...withSeverity }),
    z.strictObject({ relationship: z.strictObject({ to: z.string(), column: z.string() }), ...withSeverity }),
    z.strictObject({
      drift: z.strictObject({ max_psi: z.number().positive().optional(), edges: z.array(z.number()).min(1).optional() }),
      ...withSeverity,
    }),
  ],
  'expected not_null, unique, or one of { accepted: [values] }, { relationship: { to: model, column: name } }, { drift: {} } and the first two with : true, each with severity: stop or warn if wanted',
);

/** From here on a population stability index is commonly called a shift. */
const SHIFT_PSI = 0.25;

/** An audit in the list of a model. */
export const modelAudit = z.union(
  [
    z.strictObject({ row_count_change: z.strictObject({ max_drop_pct: z.number().min(0).max(100) }), ...withSeverity }),
    z.strictObject({ freshness: z.strictObject({ column: z.string(), max_age_hours: z.number().positive() }), ...withSeverity }),
    z.strictObject({ sql: z.string().min(1), name: z.string().min(1), ...withSeverity }),
  ],
  'expected one of { row_count_change: { max_drop_pct: 0..100 } }, { freshness: { column: name, max_age_hours: number } } and { name: words, sql: a query of rows that should not be }, each with severity: stop or warn if wanted',
);

export function toColumnAudit(column: string, spec: z.infer<typeof columnAudit>): Audit {
  if (typeof spec === 'string') return toColumnAudit(column, spec === 'unique' ? { unique: true } : { not_null: true });
  const level = spec.severity ?? 'stop';
  if ('not_null' in spec) return { kind: 'not_null', column, name: `${column} not_null`, severity: level };
  if ('unique' in spec) return { kind: 'unique', columns: [column], name: `${column} unique`, severity: level };
  if ('accepted' in spec) return { kind: 'accepted', column, values: spec.accepted, name: `${column} accepted`, severity: level };
  if ('drift' in spec) {
    const { max_psi: maxPsi = SHIFT_PSI, edges } = spec.drift;
    const sorted = edges?.toSorted((a, b) => a - b) ?? null;
    return { kind: 'drift', column, edges: sorted, maxPsi, name: `${column} drift`, severity: spec.severity ?? 'warn' };
  }
  const { to, column: toColumn } = spec.relationship;
  return { kind: 'relationship', column, to, toColumn, name: `${column} relationship to ${to}.${toColumn}`, severity: level };
}

export function toModelAudit(spec: z.infer<typeof modelAudit>): Audit {
  const level = spec.severity ?? 'stop';
  if ('row_count_change' in spec) {
    return {
      kind: 'row_count_change',
      maxDropPct: spec.row_count_change.max_drop_pct,
      name: 'row_count_change',
      severity: level,
    };
  }
  if ('freshness' in spec) {
    const { column, max_age_hours: maxAgeHours } = spec.freshness;
    return { kind: 'freshness', column, maxAgeHours, name: `${column} freshness`, severity: level };
  }
  return { kind: 'sql', sql: spec.sql, name: spec.name, severity: level };
}

/** What is always true of a key, asked for or not. */
export function keyAudits(key: readonly string[]): Audit[] {
  return [
    ...key.map((column): Audit => ({ kind: 'not_null', column, name: `key ${column} not_null`, severity: 'stop' })),
    { kind: 'unique', columns: key, name: `key (${key.join(', ')}) unique`, severity: 'stop' },
  ];
}
