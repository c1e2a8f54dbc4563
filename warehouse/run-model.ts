import { lakeRelation } from '../contracts/lake.ts';
import { EcholakeError } from '../contracts/errors.ts';
import { changedKeys, daysNeededBy, daysTouchedBy, largeNewDays } from './changes.ts';
import type { Bench, Engine, OutputColumn, Part, ReplaceRequest, Table } from './engines/engine.ts';
import { BuildError, ModelError } from './errors.ts';
import type { Node } from './graph.ts';
import { tellLimit } from './limits.ts';
import type { LakeListing } from './lake-listing.ts';
import { type Mode, type ModelEntry, partsDigest } from './manifest.ts';
import { type KeyedInput, replaceByKey } from './keyed.ts';
import { bindMatched, daysMatchedBy, type MatchedInputs } from './matching.ts';
import type { Model } from './model.ts';
import { fingerprintOf, type PlanItem } from './plan.ts';
import { programSql } from './run-program.ts';

/** What became of one model in a build. */
export interface Outcome {
  readonly mode: Mode;
  readonly reasons: readonly string[];
  readonly before: ModelEntry | null;
  readonly entry: ModelEntry;
}

export interface RunContext {
  readonly build: string;
  readonly engine: Engine;
  readonly lake: LakeListing;
  /** Outcome of every model that this one reads. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
  readonly onStart: (mode: Mode) => void;
}

/** Brings one model up to its inputs. Writes new parts only where rows changed; publishes nothing. */
export async function runModel(context: RunContext, node: Node, item: PlanItem, before: ModelEntry | null): Promise<Outcome> {
  const changed = changedInputs(context, node);
  if (before !== null && (item.action === 'keep' || (item.action === 'follow' && changed.size === 0)))
    return { mode: 'reused', reasons: [], before, entry: before };
  const bench = await context.engine.bench();
  try {
    const columns = await bindModels(bench, context, node, item.action === 'full' ? null : before);
    const days = before === null ? null : await daysToReplace(bench, context, node, item, changed, columns, before);
    const mode = days === null ? 'full' : 'incremental';
    context.onStart(mode);
    const table =
      days === null || before === null
        ? await runFull(bench, context, node, columns, before)
        : await runIncremental(bench, context, node, before, { days, changed });
    const reasons = [...item.reasons, ...shapeChanges(before, columns)];
    return { mode, reasons, before, entry: entryOf(context, node, table) };
  } catch (error) {
    if (error instanceof EcholakeError) throw error;
    throw new BuildError(`${node.model.sqlFile}: ${tellLimit(error)}`, { cause: error });
  } finally {
    await bench.close();
  }
}

function inputsOf({ outcomes }: RunContext, { inputs }: Node): Record<string, string> {
  return Object.fromEntries(inputs.map((input) => [input, partsDigest(outcomes.get(input)?.entry.parts ?? [])]));
}

function changedInputs({ outcomes }: RunContext, { inputs }: Node): Map<string, Set<string>> {
  const changes = new Map<string, Set<string>>();
  for (const input of inputs) {
    const outcome = outcomes.get(input);
    if (outcome === undefined) continue;
    const keys = changedKeys(outcome.before, outcome.entry);
    if (keys.size > 0) changes.set(input, keys);
  }
  return changes;
}

async function bindModels(
  bench: Bench,
  { outcomes, engine }: RunContext,
  { model, inputs, lake: tables }: Node,
  known: ModelEntry | null,
): Promise<readonly OutputColumn[]> {
  // Columns follow from the contract, whatever files there are.
  for (const contract of tables) await bench.bind(lakeRelation(contract), { kind: 'lake', contract, keys: [] });
  for (const input of inputs) {
    const entry = outcomes.get(input)?.entry;
    if (entry !== undefined) await bench.bind(input, { kind: 'table', table: entry, keys: null });
  }
  const fingerprint = JSON.stringify(fingerprintOf({ model, lake: tables }, engine.version));
  const isSame =
    known !== null &&
    JSON.stringify(known.fingerprint) === fingerprint &&
    inputs.every((input) => hasSameColumns(outcomes.get(input)));
  const columns = isSame ? known.columns : await bench.columnsOf(model.sql);
  checkColumns(model, columns);
  return columns;
}

function hasSameColumns(outcome: Outcome | undefined): boolean {
  return JSON.stringify(outcome?.before?.columns) === JSON.stringify(outcome?.entry.columns);
}

function checkColumns(model: Model, columns: readonly OutputColumn[]): void {
  const real = new Set(columns.map(({ name }) => name));
  const twice = columns.find(({ name }, index) => columns.findIndex((other) => other.name === name) < index);
  if (twice !== undefined) throw new ModelError(`${model.sqlFile}: column ${twice.name} is given more than once`);
  const undescribed = [...real].filter((name) => !model.columns.has(name));
  const missing = [...model.columns.keys()].filter((name) => !real.has(name));
  const faults = [
    ...(undescribed.length > 0 ? [`not described: ${undescribed.join(', ')}`] : []),
    ...(missing.length > 0 ? [`described, but not in the SQL: ${missing.join(', ')}`] : []),
  ];
  if (faults.length > 0) throw new ModelError(`${model.ymlFile}: columns: ${faults.join('; ')}`);
  const rule = model.materialization;
  if (rule.kind === 'full') return;
  const type = columns.find(({ name }) => name === rule.partition)?.type;
  if (type?.toUpperCase() !== 'DATE')
    throw new ModelError(`${model.ymlFile}: incremental.partition: ${rule.partition} is ${type ?? 'missing'}, expected a date`);
}

/** Days to run again, an empty list for a merge or a keyed model, which find their own, or null when only a full build is right. */
async function daysToReplace(
  bench: Bench,
  context: RunContext,
  { model }: Node,
  item: PlanItem,
  changed: ReadonlyMap<string, Set<string>>,
  columns: readonly OutputColumn[],
  before: ModelEntry,
): Promise<readonly string[] | null> {
  const rule = model.materialization;
  const isSameShape = JSON.stringify(columns) === JSON.stringify(before.columns);
  if (item.action === 'full' || rule.kind === 'full' || !isSameShape) return null;
  if (rule.kind === 'merge') return [];
  if (rule.kind === 'keyed') return isByKeyAlone(context, rule.inputs, changed) ? [] : null;
  const days = new Set<string>();
  const matched: { readonly input: string; readonly outcome: Outcome; readonly keys: ReadonlySet<string> }[] = [];
  for (const [input, keys] of changed) {
    const reach = rule.inputs.get(input);
    const outcome = context.outcomes.get(input);
    if (reach === undefined || outcome === undefined) return null;
    if (outcome.mode === 'full' && (reach.kind === 'days' || outcome.entry.partition !== null)) return null;
    if (reach.kind === 'match') matched.push({ input, outcome, keys });
    else for (const day of daysTouchedBy(keys, reach)) days.add(day);
  }
  const inputs = matchedInputs(context, rule.inputs);
  for (const { input, outcome, keys } of matched)
    for (const day of await daysMatchedBy(bench, inputs, input, outcome.before, keys, days)) days.add(day);
  return [...days].toSorted();
}

/** Where so many rows of an input changed, and more than this share of it, finding what they touch costs more than building the model whole. */
const MANY_ROWS = 100_000;
const MOST_CHANGED = 1 / 3;

/** Whether all that changed is seen by key, lies in parts that can be compared, and is little. */
function isByKeyAlone({ outcomes }: RunContext, keyed: readonly string[], changed: ReadonlyMap<string, Set<string>>): boolean {
  return [...changed].every(([input, keys]) => {
    const outcome = outcomes.get(input);
    if (!keyed.includes(input) || outcome === undefined) return false;
    const { mode, entry } = outcome;
    if (entry.partition === null) return true;
    const rows = entry.parts.reduce((sum, part) => sum + (keys.has(part.key) ? part.rows : 0), 0);
    return mode !== 'full' && rows <= Math.max(MANY_ROWS, entry.rows * MOST_CHANGED);
  });
}

/** What became of the columns since the published build, for people. */
function shapeChanges(before: ModelEntry | null, columns: readonly OutputColumn[]): string[] {
  if (before === null) return [];
  const old = new Map(before.columns.map(({ name, type }) => [name, type]));
  const now = new Set(columns.map(({ name }) => name));
  return [
    ...columns.flatMap(({ name, type }) => {
      const was = old.get(name);
      if (was === undefined) return [`column ${name} is new`];
      return was === type ? [] : [`column ${name} was ${was} and is ${type}`];
    }),
    ...before.columns.flatMap(({ name }) => (now.has(name) ? [] : [`column ${name} is gone`])),
  ];
}

async function runFull(
  bench: Bench,
  { build, lake }: RunContext,
  { model, lake: tables }: Node,
  columns: readonly OutputColumn[],
  before: ModelEntry | null,
): Promise<Table> {
  for (const contract of tables)
    await bench.bind(lakeRelation(contract), { kind: 'lake', contract, keys: lake.get(contract.table) ?? [] });
  const rule = model.materialization;
  const partition = rule.kind === 'full' ? null : rule.partition;
  const find = (sql: string, limit: number) => bench.find(sql, limit);
  const sql = model.program === null ? model.sql : await programSql(model.program, model.sqlFile, find);
  const [contract] = tables;
  const versions =
    rule.kind === 'merge' && contract !== undefined ? { key: rule.key, lakeRelation: lakeRelation(contract) } : null;
  const table = await bench.full(sql, { model: model.name, build, partition }, columns, versions);
  const isComparable = partition === null && before !== null && JSON.stringify(columns) === JSON.stringify(before.columns);
  if (!isComparable || !(await bench.sameRows(before, table))) return table;
  await bench.discard(table);
  return before;
}

async function runIncremental(
  bench: Bench,
  context: RunContext,
  node: Node,
  before: ModelEntry,
  { days, changed }: { readonly days: readonly string[]; readonly changed: ReadonlyMap<string, Set<string>> },
): Promise<Table> {
  const {
    model,
    lake: [contract],
  } = node;
  const rule = model.materialization;
  if (rule.kind === 'full') throw new BuildError(`${model.name}: a full model has no incremental build`);
  const target = { model: model.name, build: context.build, partition: rule.partition };
  const request = { sql: model.sql, target, existing: before };
  if (rule.kind === 'merge' && contract !== undefined) {
    await bindNew(bench, context, before, contract);
    return bench.merge({ ...request, key: rule.key, latestBy: rule.latestBy, lakeRelation: lakeRelation(contract) });
  }
  if (rule.kind === 'keyed') return replaceByKey(bench, request, rule.columns, keyedInputs(context, rule.inputs, changed));
  return replaceDays(bench, context, node, request, days);
}

/** More new days than this are run together, as each has a file of its own otherwise. */
const MOST_DAYS_APART = 4;

/** Runs the model for some days of its output, each large new one of them by itself. */
async function replaceDays(
  bench: Bench,
  context: RunContext,
  node: Node,
  request: Omit<ReplaceRequest, 'days'>,
  days: readonly string[],
): Promise<Table> {
  const rule = node.model.materialization;
  const large =
    rule.kind === 'replace'
      ? largeNewDays(days, matchedInputs(context, rule.inputs), request.existing, context.engine.largeDay)
      : [];
  const apart = large.length > MOST_DAYS_APART ? [] : large;
  let { existing } = request;
  for (const day of apart) {
    await bindDays(bench, context, node, [day]);
    existing = await bench.replace({ ...request, existing, days: [day], isLargeDay: true });
  }
  const others = days.filter((day) => !apart.includes(day));
  await bindDays(bench, context, node, others);
  return bench.replace({ ...request, existing, days: others });
}

async function bindNew(bench: Bench, { lake }: RunContext, before: ModelEntry, contract: Node['lake'][number]): Promise<void> {
  const consumed = new Set(before.consumed[contract.table]);
  const keys = (lake.get(contract.table) ?? []).filter((key) => !consumed.has(key));
  await bench.bind(lakeRelation(contract), { kind: 'lake', contract, keys });
}

function keyedInputs(
  { outcomes }: RunContext,
  keyed: readonly string[],
  changed: ReadonlyMap<string, Set<string>>,
): KeyedInput[] {
  return keyed.flatMap((name) => {
    const outcome = outcomes.get(name);
    if (outcome === undefined) return [];
    return [{ name, before: outcome.before, after: outcome.entry, changed: changed.get(name) ?? new Set() }];
  });
}

async function bindDays(bench: Bench, context: RunContext, { model }: Node, days: readonly string[]): Promise<void> {
  if (model.materialization.kind !== 'replace') return;
  const matched = matchedInputs(context, model.materialization.inputs);
  for (const [input, reach] of matched.inputs) {
    if (reach.kind === 'days')
      await bench.bind(input, { kind: 'table', table: matched.tableOf(input), keys: daysNeededBy(days, reach) });
  }
  await bindMatched(bench, matched);
}

function matchedInputs({ outcomes }: RunContext, inputs: MatchedInputs['inputs']): MatchedInputs {
  return {
    inputs,
    tableOf: (input) => {
      const entry = outcomes.get(input)?.entry;
      if (entry === undefined) throw new BuildError(`there is no model ${input} in this build`);
      return entry;
    },
  };
}

function entryOf(context: RunContext, node: Node, { columns, partition, parts, superseded }: Table): ModelEntry {
  const plain = (part: Part) => ({ ...part, files: [...part.files] });
  return {
    fingerprint: fingerprintOf(node, context.engine.version),
    columns: columns.map(({ name, type }) => ({ name, type })),
    rows: parts.reduce((sum, part) => sum + part.rows, 0),
    partition,
    parts: parts.map(plain),
    superseded: superseded.map(plain),
    inputs: inputsOf(context, node),
    consumed: Object.fromEntries(node.lake.map(({ table }) => [table, [...(context.lake.get(table) ?? [])]])),
  };
}
