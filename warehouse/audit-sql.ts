import type { Audit } from './audit-spec.ts';
import type { Model } from './model.ts';
import { columnList, literal, quoted } from './sql-text.ts';

/** Names under which audits see a model's parts: those that this build changed, and the same as they were. */
export const CHANGED = 'changed__rows';
export const BEFORE = 'before__rows';
/** The changed parts that are new, and the others. */
export const ON_NEW_DAYS = 'new_day__rows';
export const ON_OLD_DAYS = 'old_day__rows';
/** Values that the changed parts did not have before, or that a relation pointed to has lost; unchanged rows that have one of them. */
export const NEW_VALUES = 'new__values';
export const LOST_VALUES = 'lost__values';
export const MET = 'met__rows';
/** Rows of the published build with which the changed ones are compared. */
export const REFERENCE = 'reference__rows';

/** The condition on a single row under which it breaks an audit; null for an audit that takes more than one row. */
export function rowRule(audit: Audit): string | null {
  if (audit.kind === 'not_null') return `${quoted(audit.column)} is null`;
  if (audit.kind !== 'accepted') return null;
  const isText = audit.values.some((value) => typeof value === 'string');
  const values = audit.values.map((value) => (isText ? literal(String(value)) : String(value))).join(', ');
  return `${isText ? `cast(${quoted(audit.column)} as varchar)` : quoted(audit.column)} not in (${values})`;
}

/** The rows, or the key values, that break an audit: key columns and the audited one, no others. */
export function failing(audit: Exclude<Audit, { kind: 'row_count_change' | 'drift' }>, model: Model, now: Date): string {
  const shown = (column: string) => columnList([...new Set([...model.key, column])]);
  switch (audit.kind) {
    case 'not_null':
    case 'accepted':
      return `select ${shown(audit.column)} from ${CHANGED} where ${rowRule(audit)}`;
    case 'unique':
      return duplicates(audit.columns, model);
    case 'relationship':
      return `select ${shown(audit.column)} from (${pointingNowhere(audit, CHANGED)})
        union all select ${shown(audit.column)} from ${MET}`;
    case 'freshness': {
      const limit = new Date(now.getTime() - audit.maxAgeHours * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
      const newest = `max(${quoted(audit.column)})`;
      return `select ${newest} as newest, ${audit.maxAgeHours} as max_age_hours from ${quoted(model.name)}
        having ${newest} < timestamp ${literal(limit)}`;
    }
    case 'sql':
      return audit.sql;
  }
}

/** Rows whose value is not in the relation that it points to. */
export function pointingNowhere({ column, to, toColumn }: Audit & { kind: 'relationship' }, relation: string): string {
  const value = `${relation}.${quoted(column)}`;
  return `select * from ${relation} where ${value} is not null
    and not exists (select 1 from ${quoted(to)} pointed_to where pointed_to.${quoted(toColumn)} = ${value})`;
}

/** Values met twice: in the changed parts, or in a changed and an unchanged one. */
function duplicates(columns: readonly string[], model: Model): string {
  const list = columnList(columns);
  const isKnown = columns.map((column) => `${quoted(column)} is not null`).join(' and ');
  const within = `select ${list}, count(*) as times from ${CHANGED} where ${isKnown} group by ${list} having count(*) > 1`;
  return isLocal(columns, model) ? within : `${within} union all select ${list}, 2 as times from ${MET}`;
}

/** Whether no two parts can share a value: it names its day, or a merge has put the newest version in place of all others. */
export function isLocal(columns: readonly string[], { materialization: rule }: Model): boolean {
  return (
    rule.kind === 'full' ||
    columns.includes(rule.partition) ||
    (rule.kind === 'merge' && rule.key.every((column) => columns.includes(column)))
  );
}

/**
 * Values that may be in unchanged parts too. The last build's values were unique, so one that was there before cannot be, and finding
 * it in the history would break nothing: those of new days are all looked up, of old days only what is new.
 */
export function newValues(columns: readonly string[]): string {
  const list = columnList(columns);
  const isKnown = columns.map((column) => `${quoted(column)} is not null`).join(' and ');
  return `select ${list} from ${ON_NEW_DAYS} where ${isKnown}
    union all (select ${list} from ${ON_OLD_DAYS} where ${isKnown} except select ${list} from ${BEFORE})`;
}
