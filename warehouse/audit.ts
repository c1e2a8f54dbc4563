import type { Audit } from './audit-spec.ts';
import {
  BEFORE,
  CHANGED,
  failing,
  isLocal,
  LOST_VALUES,
  MET,
  NEW_VALUES,
  ON_NEW_DAYS,
  ON_OLD_DAYS,
  newValues,
  pointingNowhere,
  REFERENCE,
  rowRule,
} from './audit-sql.ts';
import { changedKeys } from './changes.ts';
import { classCounts, driftBetween, type DriftRule, MAX_CLASSES, referenceDays } from './drift.ts';
import type { Bench, Engine, Found, Table } from './engines/engine.ts';
import { BuildError } from './errors.ts';
import { tellLimit } from './limits.ts';
import type { FailedAudit } from './failures.ts';
import type { AuditResult } from './manifest.ts';
import type { Model } from './model.ts';
import { relationsOf } from './names.ts';
import { quoted } from './sql-text.ts';
import type { Outcome } from './run-model.ts';

/** Names under which a relation that an audit points to is seen: parts as they were and are, values these lost, rows that have one still. */
const BEFORE_TO = 'before__to';
const NOW_TO = 'now__to';
const GONE_VALUES = 'gone__values';
const ELSEWHERE = 'elsewhere__rows';
const UNCHANGED = 'unchanged__rows';

/** Failing rows that are kept for reading. */
const KEPT_ROWS = 100;
/** Failing rows that an error message shows. */
const SHOWN_ROWS = 5;

/** A build was not published because rows break a promise. */
export class AuditError extends BuildError {
  readonly failures: readonly FailedAudit[];

  constructor(failures: readonly FailedAudit[]) {
    super([...failures.map(tell), 'read all rows that were kept with `echolake audits`'].join('\n'));
    this.failures = failures;
  }
}

function tell({ model, audit, failing, rows }: FailedAudit): string {
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

/** Checks what holds within one model. Runs as soon as the model is built; of one that was left alone, rows grow old all the same. */
export async function auditOwnRows(context: AuditContext, model: Model): Promise<AuditResult[]> {
  const own = model.audits.filter((audit) => audit.kind !== 'relationship' && !readsOthers(model, audit));
  return runAudits(context, model, isTouched(context, model.name) ? own : own.filter(({ kind }) => kind === 'freshness'));
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

const NOTHING: Found = { count: 0, rows: [] };

async function runAudits(context: AuditContext, model: Model, audits: readonly Audit[]): Promise<AuditResult[]> {
  const outcome = context.outcomes.get(model.name);
  if (outcome === undefined || audits.length === 0) return [];
  const bench = await context.engine.bench();
  try {
    const parts = changedParts(outcome);
    const bind = (name: string, table: Table, keys: ReadonlySet<string> | null) =>
      bench.bind(name, { kind: 'table', table, keys });
    await bind(BEFORE, outcome.before ?? outcome.entry, parts.changed ?? new Set());
    await bind(CHANGED, outcome.entry, parts.changed);
    const broken = await brokenRowRules(bench, audits, outcome.entry, parts);
    const results: AuditResult[] = [];
    for (const audit of audits) {
      const isKept = rowRule(audit) !== null && !broken.has(audit);
      if (!isKept) await bindFor(context, bench, audit, model, outcome, parts);
      const found = isKept ? NOTHING : await failingRows(bench, audit, model, outcome, context.now);
      results.push({ audit: audit.name, severity: audit.severity, failing: found.count, rows: [...found.rows] });
    }
    return results;
  } catch (error) {
    if (error instanceof BuildError) throw error;
    throw new BuildError(`${model.ymlFile}: an audit could not run: ${tellLimit(error)}`, { cause: error });
  } finally {
    await bench.close();
  }
}

interface ChangedParts {
  /** Null for all of them. */
  readonly changed: ReadonlySet<string> | null;
  readonly unchanged: ReadonlySet<string>;
}

function changedParts({ mode, before, entry }: Outcome): ChangedParts {
  const changed = mode === 'full' ? null : changedKeys(before, entry);
  return { changed, unchanged: new Set(entry.parts.flatMap(({ key }) => (changed?.has(key) === false ? [key] : []))) };
}

/** Binds what one audit reads besides the changed rows. A name costs about a millisecond, so the others are left alone. */
async function bindFor(
  context: AuditContext,
  bench: Bench,
  audit: Audit,
  model: Model,
  outcome: Outcome,
  parts: ChangedParts,
): Promise<void> {
  const { entry } = outcome;
  const others = audit.kind === 'relationship' ? [audit.to] : othersOf(model, audit);
  for (const name of others) await bindOther(context, bench, name, model, audit);
  if (audit.kind === 'sql' || audit.kind === 'freshness') {
    const isWhole = others.length > 0 || audit.kind === 'freshness';
    await bench.bind(model.name, { kind: 'table', table: entry, keys: isWhole ? null : parts.changed });
  }
  if (audit.kind === 'unique' || audit.kind === 'relationship') await bindMet(context, bench, audit, model, outcome, parts);
}

/** Binds the unchanged rows that an audit has to see, found by the few values that they could break it with. */
async function bindMet(
  { outcomes }: AuditContext,
  bench: Bench,
  audit: Audit & { kind: 'unique' | 'relationship' },
  model: Model,
  { before, entry }: Outcome,
  { unchanged }: ChangedParts,
): Promise<void> {
  const met = (columns: readonly string[], relations: readonly string[]) =>
    bench.bind(MET, { kind: 'matching', table: entry, keys: unchanged, columns, relations });
  if (unchanged.size === 0 || (audit.kind === 'unique' && isLocal(audit.columns, model)))
    return bench.bind(MET, { kind: 'table', table: entry, keys: new Set() });
  if (audit.kind === 'unique') {
    const known = new Set(before?.parts.map(({ key }) => key));
    const [older, newer] = [new Set<string>(), new Set<string>()];
    for (const { key } of entry.parts) if (!unchanged.has(key)) (known.has(key) ? older : newer).add(key);
    await bench.bind(ON_NEW_DAYS, { kind: 'table', table: entry, keys: newer });
    await bench.bind(ON_OLD_DAYS, { kind: 'table', table: entry, keys: older });
    await bench.bind(NEW_VALUES, { kind: 'query', sql: newValues(audit.columns) });
    return met(audit.columns, [NEW_VALUES]);
  }
  const to = outcomes.get(audit.to);
  if (to !== undefined && (await bindLost(bench, audit.toColumn, audit.column, to))) return met([audit.column], [LOST_VALUES]);
  await bench.bind(UNCHANGED, { kind: 'table', table: entry, keys: unchanged });
  return bench.bind(MET, { kind: 'query', sql: pointingNowhere(audit, UNCHANGED) });
}

/** Binds the values that a relation had in the last build and has no more; false where only a look at all rows can tell. */
async function bindLost(bench: Bench, column: string, name: string, outcome: Outcome): Promise<boolean> {
  const { before, entry } = outcome;
  const { changed, unchanged } = changedParts({ ...outcome, mode: 'incremental' });
  if (before === null || !before.columns.some((other) => other.name === column)) return false;
  const value = `${quoted(column)} as ${quoted(name)}`;
  await bench.bind(BEFORE_TO, { kind: 'table', table: before, keys: changed });
  await bench.bind(NOW_TO, { kind: 'table', table: entry, keys: changed });
  await bench.bind(GONE_VALUES, {
    kind: 'query',
    sql: `select ${quoted(column)} from ${BEFORE_TO} except select ${quoted(column)} from ${NOW_TO}`,
  });
  await bench.bind(ELSEWHERE, { kind: 'matching', table: entry, keys: unchanged, columns: [column], relations: [GONE_VALUES] });
  await bench.bind(LOST_VALUES, {
    kind: 'query',
    sql: `select ${value} from ${GONE_VALUES} except select ${value} from ${ELSEWHERE}`,
  });
  return true;
}

/** The audits of single rows that any row breaks, found in one pass over the rows for all that are not known to be kept. */
async function brokenRowRules(
  bench: Bench,
  audits: readonly Audit[],
  table: Table,
  { changed }: ChangedParts,
): Promise<ReadonlySet<Audit>> {
  const withoutNulls = await bench.knownWithoutNulls(table, changed);
  const ruled = audits.flatMap((audit) => {
    const rule = audit.kind === 'not_null' && withoutNulls.has(audit.column) ? null : rowRule(audit);
    return rule === null ? [] : [{ audit, rule }];
  });
  if (ruled.length === 0) return new Set();
  const counts = ruled.map(({ rule }, index) => `count(case when ${rule} then 1 end) as failing_${index}`);
  const { rows } = await bench.find(`select ${counts.join(', ')} from ${CHANGED}`, 1);
  return new Set(ruled.filter((_, index) => Number(rows[0]?.[`failing_${index}`]) > 0).map(({ audit }) => audit));
}

async function failingRows(bench: Bench, audit: Audit, model: Model, outcome: Outcome, now: Date): Promise<Found> {
  if (audit.kind === 'row_count_change') return rowCountChange(outcome, audit.maxDropPct);
  if (audit.kind === 'drift') return drift(bench, audit, outcome);
  return bench.find(failing(audit, model, now), KEPT_ROWS);
}

async function drift(bench: Bench, rule: DriftRule, outcome: Outcome): Promise<Found> {
  const { before, entry } = outcome;
  const hasColumn = (one: Outcome['before']) => one?.columns.some(({ name }) => name === rule.column) === true;
  if (before === null || !hasColumn(before) || !hasColumn(entry)) return NOTHING;
  const keys = referenceDays(before.parts, changedParts(outcome).changed);
  await bench.bind(REFERENCE, { kind: 'table', table: before, keys });
  const now = await bench.find(classCounts(rule, CHANGED), MAX_CLASSES);
  const reference = await bench.find(classCounts(rule, REFERENCE), MAX_CLASSES);
  return driftBetween(now, reference, rule);
}

async function bindOther({ outcomes }: AuditContext, bench: Bench, name: string, model: Model, audit: Audit): Promise<void> {
  const entry = outcomes.get(name)?.entry;
  if (entry === undefined) throw new BuildError(`${model.ymlFile}: ${audit.name}: there is no model ${name} in this build`);
  await bench.bind(name, { kind: 'table', table: entry, keys: null });
}

function rowCountChange({ before, entry }: Outcome, maxDropPct: number): Found {
  if (before === null || entry.rows >= before.rows * (1 - maxDropPct / 100)) return NOTHING;
  return {
    count: before.rows - entry.rows,
    rows: [{ rows_before: before.rows, rows_now: entry.rows, max_drop_pct: maxDropPct }],
  };
}
