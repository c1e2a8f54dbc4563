import type { Audit } from './audit-spec.ts';
import { changedKeys } from './changes.ts';
import type { Bench, Engine, Found, Part } from './engines/engine.ts';
import { BuildError } from './errors.ts';
import { messageOf } from '../contracts/errors.ts';
import type { AuditResult } from './manifest.ts';
import type { Model } from './model.ts';
import { relationsOf } from './names.ts';
import type { Outcome } from './run-model.ts';
import { columnList, literal, quoted } from './sql-text.ts';

/** Failing rows that are kept for reading. */
const KEPT_ROWS = 20;
/** Failing rows that an error message shows. */
const SHOWN_ROWS = 5;

/** A build was not published because rows break a promise. */
export class AuditError extends BuildError {
  readonly failures: readonly (AuditResult & { readonly model: string })[];

  constructor(failures: readonly (AuditResult & { readonly model: string })[]) {
    super(failures.map(tell).join('\n'));
    this.failures = failures;
  }
}

function tell({ model, audit, failing, rows }: AuditResult & { readonly model: string }): string {
  const shown = rows.slice(0, SHOWN_ROWS).map((row) => `  ${JSON.stringify(row)}`);
  const more = failing > shown.length ? [`  … and ${failing - shown.length} more`] : [];
  return [
    `${model}: audit "${audit}" failed on ${failing} ${failing === 1 ? 'row' : 'rows'}; nothing was published`,
    ...shown,
    ...more,
  ].join('\n');
}

export interface AuditContext {
  readonly engine: Engine;
  readonly now: Date;
  /** Outcome of every model of the build. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
}

/** Checks what holds within one model. Runs as soon as the model is built. */
export async function auditOwnRows(context: AuditContext, model: Model): Promise<AuditResult[]> {
  return runAudits(
    context,
    model,
    model.audits.filter((audit) => audit.kind !== 'relationship' && !readsOthers(model, audit)),
  );
}

/** Checks what ties one model to others. Runs when all models are built. */
export async function auditAcrossModels(context: AuditContext, model: Model): Promise<AuditResult[]> {
  return runAudits(
    context,
    model,
    model.audits.filter((audit) => {
      const others = audit.kind === 'relationship' ? [audit.to] : othersOf(model, audit);
      return others.length > 0 && [model.name, ...others].some((name) => isTouched(context, name));
    }),
  );
}

function othersOf(model: Model, audit: Audit): string[] {
  if (audit.kind !== 'sql') return [];
  return relationsOf(audit.sql).flatMap(({ name }) => (name === model.name ? [] : [name]));
}

function readsOthers(model: Model, audit: Audit): boolean {
  return othersOf(model, audit).length > 0;
}

function isTouched({ outcomes }: AuditContext, name: string): boolean {
  const outcome = outcomes.get(name);
  return outcome !== undefined && outcome.mode !== 'reused';
}

const CHANGED = 'changed__rows';
const UNCHANGED = 'unchanged__rows';
const BEFORE = 'before__rows';

async function runAudits(context: AuditContext, model: Model, audits: readonly Audit[]): Promise<AuditResult[]> {
  const outcome = context.outcomes.get(model.name);
  if (outcome === undefined || audits.length === 0) return [];
  const bench = await context.engine.bench();
  try {
    const { columns, parts } = outcome.entry;
    const changed = outcome.mode === 'incremental' ? changedKeys(outcome.before, outcome.entry) : null;
    const isChanged = (part: Part) => changed === null || changed.has(part.key);
    const bind = (name: string, of: readonly Part[]) => bench.bind(name, { kind: 'parts', columns, parts: of });
    await bind(CHANGED, parts.filter(isChanged));
    await bind(
      UNCHANGED,
      parts.filter((part) => !isChanged(part)),
    );
    await bind(BEFORE, changed === null ? [] : (outcome.before?.parts ?? []).filter(isChanged));
    const results: AuditResult[] = [];
    for (const audit of audits) {
      const others = audit.kind === 'relationship' ? [audit.to] : othersOf(model, audit);
      for (const name of others) await bindOther(context, bench, name, model, audit);
      await bind(model.name, others.length > 0 || audit.kind === 'freshness' ? parts : parts.filter(isChanged));
      const found =
        audit.kind === 'row_count_change'
          ? rowCountChange(outcome, audit.maxDropPct)
          : await bench.find(failing(audit, model, context.now), KEPT_ROWS);
      results.push({ audit: audit.name, severity: audit.severity, failing: found.count, rows: [...found.rows] });
    }
    return results;
  } catch (error) {
    if (error instanceof BuildError) throw error;
    throw new BuildError(`${model.ymlFile}: an audit could not run: ${messageOf(error)}`, { cause: error });
  } finally {
    await bench.close();
  }
}

async function bindOther({ outcomes }: AuditContext, bench: Bench, name: string, model: Model, audit: Audit): Promise<void> {
  const entry = outcomes.get(name)?.entry;
  if (entry === undefined) throw new BuildError(`${model.ymlFile}: ${audit.name}: there is no model ${name} in this build`);
  await bench.bind(name, { kind: 'parts', columns: entry.columns, parts: entry.parts });
}

function rowCountChange({ before, entry }: Outcome, maxDropPct: number): Found {
  if (before === null || entry.rows >= before.rows * (1 - maxDropPct / 100)) return { count: 0, rows: [] };
  return {
    count: before.rows - entry.rows,
    rows: [{ rows_before: before.rows, rows_now: entry.rows, max_drop_pct: maxDropPct }],
  };
}

/** The rows, or the key values, that break an audit: key columns and the audited one, no others. */
function failing(audit: Exclude<Audit, { kind: 'row_count_change' }>, model: Model, now: Date): string {
  const shown = (column: string) => columnList([...new Set([...model.key, column])]);
  const changed = quoted(CHANGED);
  switch (audit.kind) {
    case 'not_null':
      return `select ${shown(audit.column)} from ${changed} where ${quoted(audit.column)} is null`;
    case 'accepted': {
      const isText = audit.values.some((value) => typeof value === 'string');
      const values = audit.values.map((value) => (isText ? literal(String(value)) : String(value))).join(', ');
      const value = isText ? `cast(${quoted(audit.column)} as varchar)` : quoted(audit.column);
      return `select ${shown(audit.column)} from ${changed} where ${value} not in (${values})`;
    }
    case 'unique':
      return duplicates(audit.columns, model);
    case 'relationship': {
      const column = quoted(audit.column);
      return `select ${shown(audit.column)} from ${quoted(model.name)}
        where ${column} is not null and ${column} not in (select ${quoted(audit.toColumn)} from ${quoted(audit.to)} where ${quoted(audit.toColumn)} is not null)`;
    }
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

/**
 * Values met twice. The last build's values were unique, so one that is new to the changed parts is a duplicate if an unchanged part
 * has it, and one that was there before cannot be: only new values are looked up in the history. When the values name their day, or
 * a merge has already put the newest version in place of all others, no other part can have them.
 */
function duplicates(columns: readonly string[], model: Model): string {
  const list = columnList(columns);
  const isKnown = columns.map((column) => `${quoted(column)} is not null`).join(' and ');
  const within = `select ${list}, count(*) as times from ${CHANGED} where ${isKnown} group by ${list} having count(*) > 1`;
  const rule = model.materialization;
  const isLocal =
    rule.kind === 'full' ||
    columns.includes(rule.partition) ||
    (rule.kind === 'merge' && rule.key.every((column) => columns.includes(column)));
  if (isLocal) return within;
  return `${within}
    union all
    select ${list}, 2 as times from (select ${list} from ${CHANGED} where ${isKnown} except select ${list} from ${BEFORE})
    where (${list}) in (select (${list}) from ${UNCHANGED})`;
}
