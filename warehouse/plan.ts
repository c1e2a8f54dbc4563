import { lakeColumns } from '../contracts/event.ts';
import { lakeRelation } from '../contracts/lake.ts';
import type { Graph, Node } from './graph.ts';
import type { LakeListing } from './lake-listing.ts';
import { type Manifest, type ModelEntry, partsDigest } from './manifest.ts';
import { digestOf } from './digest.ts';
import { ancestors, selectModels } from './select.ts';

export interface PlanItem {
  readonly model: string;
  /**
   * `keep`: its parts stay. `follow`: built if a model it reads turns out changed. `incremental`, `full`: built.
   * An incremental build may still become a full one when an input that is read whole changes.
   */
  readonly action: 'keep' | 'follow' | 'incremental' | 'full';
  /** Why, in words for people. */
  readonly reasons: readonly string[];
}

/** What a build will do, each model after what it reads. */
export interface Plan {
  readonly items: readonly PlanItem[];
  /** Models of the published build that are no more. */
  readonly removed: readonly string[];
}

export interface PlanInput {
  readonly graph: Graph;
  readonly published: Manifest | null;
  /** Models of the published build whose rows are gone, such as files that somebody deleted. */
  readonly lost?: ReadonlySet<string>;
  readonly lake: LakeListing;
  readonly engineVersion: string;
  readonly select?: readonly string[] | undefined;
  readonly full?: boolean | undefined;
}

/** Decides what is built and why. Pure. */
export function planBuild({
  graph,
  published,
  lost = new Set(),
  lake,
  engineVersion,
  select = [],
  full = false,
}: PlanInput): Plan {
  const known = Object.entries(published?.models ?? {});
  const entries = new Map(known.filter(([name]) => !lost.has(name)));
  const wanted = wantedModels(graph, entries, select);
  const built = new Set<string>();
  const items: PlanItem[] = [];
  for (const [name, node] of graph) {
    if (!wanted.has(name)) {
      if (entries.has(name)) items.push({ model: name, action: 'keep', reasons: [] });
      continue;
    }
    const item: PlanItem = lost.has(name)
      ? { model: name, action: 'full', reasons: ['its rows are gone'] }
      : planModel(node, entries, lake, engineVersion, full, built);
    if (item.action !== 'keep') built.add(name);
    items.push(item);
  }
  return { items, removed: known.flatMap(([name]) => (graph.has(name) ? [] : [name])) };
}

/** Whether a build would change anything at all. */
export function isIdle(plan: Plan): boolean {
  return plan.removed.length === 0 && plan.items.every((item) => item.action === 'keep');
}

function wantedModels(graph: Graph, entries: ReadonlyMap<string, ModelEntry>, select: readonly string[]): ReadonlySet<string> {
  if (select.length === 0) return new Set(graph.keys());
  const wanted = selectModels(graph, select);
  // A set takes in what is added while it is walked: what is missing may itself read, or be audited with, what is missing.
  for (const name of wanted)
    for (const other of [...ancestors(graph, name), ...(graph.get(name)?.audited ?? [])])
      if (!entries.has(other)) wanted.add(other);
  return wanted;
}

function planModel(
  { model, inputs, lake }: Node,
  entries: ReadonlyMap<string, ModelEntry>,
  listing: LakeListing,
  engineVersion: string,
  full: boolean,
  built: ReadonlySet<string>,
): PlanItem {
  const entry = entries.get(model.name);
  const item = (action: PlanItem['action'], reasons: readonly string[]): PlanItem => ({ model: model.name, action, reasons });
  if (entry === undefined) return item('full', ['never built']);
  const now = fingerprintOf({ model, lake }, engineVersion);
  const whole = [
    ...(full ? ['full build asked for'] : []),
    ...(now.sql === entry.fingerprint.sql ? [] : ['SQL text changed']),
    ...(now.yml === entry.fingerprint.yml ? [] : ['yml changed']),
    ...(now.contract === entry.fingerprint.contract ? [] : ['lake contract changed']),
    ...(now.engine === entry.fingerprint.engine ? [] : ['engine or prelude changed']),
    ...inputs
      .filter((input) => entry.inputs[input] !== partsDigest(entries.get(input)?.parts ?? []))
      .map((input) => `${input} changed in a build without this model`),
  ];
  const added: string[] = [];
  for (const { table } of lake) {
    const present = new Set(listing.get(table));
    const consumed = new Set(entry.consumed[table]);
    const gone = [...consumed].filter((key) => !present.has(key)).length;
    const fresh = [...present].filter((key) => !consumed.has(key)).length;
    if (gone > 0)
      whole.push(`${gone} ${gone === 1 ? 'file' : 'files'} of ${lakeRelation({ table })} ${gone === 1 ? 'is' : 'are'} gone`);
    if (fresh > 0) added.push(`${fresh} new ${fresh === 1 ? 'file' : 'files'} in ${lakeRelation({ table })}`);
  }
  const upstream = inputs.filter((input) => built.has(input)).map((input) => `${input} is built`);
  if (whole.length > 0) return item('full', whole);
  if (added.length > 0) return item(model.materialization.kind === 'merge' ? 'incremental' : 'full', added);
  return upstream.length > 0 ? item('follow', upstream) : item('keep', []);
}

/** What, beside data, a model's rows follow from. */
export function fingerprintOf({ model, lake }: Pick<Node, 'model' | 'lake'>, engineVersion: string): ModelEntry['fingerprint'] {
  const columns = lake.map((contract) => [
    contract.table,
    contract.version,
    Object.entries(lakeColumns(contract)).map(([name, { type }]) => [name, type]),
  ]);
  return { ...model.digest, contract: digestOf(JSON.stringify(columns)), engine: engineVersion };
}
