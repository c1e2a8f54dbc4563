import { lakeRelation } from '../contracts/lake.ts';
import type { EventContract } from '../contracts/event.ts';
import { nearest } from '../contracts/nearest.ts';
import { ModelError } from './errors.ts';
import { messageOf } from '../contracts/errors.ts';
import { anchorsOf } from './matching.ts';
import type { Model } from './model.ts';
import { relationsOf } from './names.ts';

export interface Node {
  readonly model: Model;
  /** Models it reads. */
  readonly inputs: readonly string[];
  /** Lake tables it reads. */
  readonly lake: readonly EventContract[];
  /** Other models that its audits look at. */
  readonly audited: readonly string[];
}

/** Models by name, each after everything it reads. */
export type Graph = ReadonlyMap<string, Node>;

/** @throws {ModelError} for two models of one name, an unknown relation, an arrow against the layers, or a cycle. */
export function graphOf(models: readonly Model[], contracts: readonly EventContract[]): Graph {
  const byName = new Map<string, Model>();
  for (const model of models) {
    const other = byName.get(model.name);
    if (other !== undefined) throw new ModelError(`two models are named ${model.name}: ${other.sqlFile} and ${model.sqlFile}`);
    byName.set(model.name, model);
  }
  const lakes = new Map(contracts.map((contract) => [lakeRelation(contract), contract]));
  const nodes = new Map(models.map((model) => [model.name, nodeOf(model, byName, lakes)]));
  const sorted = inOrder(nodes);
  for (const node of sorted.values()) checkIncremental(node, byName);
  return sorted;
}

function nodeOf(model: Model, byName: ReadonlyMap<string, Model>, lakes: ReadonlyMap<string, EventContract>): Node {
  const inputs: string[] = [];
  const lake: EventContract[] = [];
  for (const { name, line } of model.reads) {
    const contract = lakes.get(name);
    const input = byName.get(name);
    const where = `${model.sqlFile}:${line}`;
    if (contract !== undefined) {
      if (model.layer !== 'staging') throw new ModelError(`${where}: only staging reads ${name}; read its stg_ model`);
      lake.push(contract);
    } else if (input !== undefined) {
      checkLayers(model, input, where);
      inputs.push(name);
    } else {
      const near = nearest(name, [...lakes.keys(), ...byName.keys()]);
      throw new ModelError(`${where}: there is no relation ${name}${near === undefined ? '' : `; the nearest is ${near}`}`);
    }
  }
  return { model, inputs, lake, audited: auditedBy(model, byName) };
}

function auditedBy(model: Model, byName: ReadonlyMap<string, Model>): string[] {
  return model.audits.flatMap((audit) => {
    if (audit.kind !== 'relationship' && audit.kind !== 'sql') return [];
    const where = `${model.ymlFile}: ${audit.name}`;
    const names = audit.kind === 'sql' ? namesIn(audit.sql, where) : [audit.to];
    for (const name of names) if (!byName.has(name)) throw new ModelError(`${where}: ${noModel(name, byName.keys())}`);
    if (audit.kind === 'relationship' && byName.get(audit.to)?.columns.has(audit.toColumn) === false) {
      const near = nearest(audit.toColumn, [...(byName.get(audit.to)?.columns.keys() ?? [])]);
      throw new ModelError(
        `${where}: ${audit.to} has no column ${audit.toColumn}${near === undefined ? '' : `; the nearest is ${near}`}`,
      );
    }
    return names.filter((name) => name !== model.name);
  });
}

function namesIn(sql: string, where: string): string[] {
  try {
    return relationsOf(sql).map(({ name }) => name);
  } catch (cause) {
    throw new ModelError(`${where}: ${messageOf(cause)}`, { cause });
  }
}

/** That there is no such model, and which is nearest. */
export function noModel(name: string, known: Iterable<string>): string {
  const near = nearest(name, [...known]);
  return `there is no model ${name}${near === undefined ? '' : `; the nearest is ${near}`}`;
}

function checkLayers(model: Model, input: Model, where: string): void {
  const allowed = { staging: [], intermediate: ['staging', 'intermediate'], marts: ['staging', 'intermediate', 'marts'] };
  const layers: readonly string[] = allowed[model.layer];
  if (layers.includes(input.layer)) return;
  const rule = layers.length === 0 ? 'staging reads lake_ tables only' : `${model.layer} reads ${layers.join(' and ')} only`;
  throw new ModelError(`${where}: ${model.name} reads ${input.name} of ${input.layer}; ${rule}`);
}

function inOrder(nodes: ReadonlyMap<string, Node>): Graph {
  const sorted = new Map<string, Node>();
  const path: string[] = [];
  const visit = (name: string): void => {
    const node = nodes.get(name);
    if (node === undefined || sorted.has(name)) return;
    if (path.includes(name))
      throw new ModelError(`models read each other in a circle: ${[...path.slice(path.indexOf(name)), name].join(' → ')}`);
    path.push(name);
    node.inputs.forEach(visit);
    path.pop();
    sorted.set(name, node);
  };
  [...nodes.keys()].forEach(visit);
  return sorted;
}

function checkIncremental({ model, inputs, lake }: Node, byName: ReadonlyMap<string, Model>): void {
  const rule = model.materialization;
  if (rule.kind === 'merge' && (lake.length !== 1 || inputs.length > 0))
    throw new ModelError(`${model.ymlFile}: incremental.merge: expected the model to read exactly one lake table`);
  if (rule.kind === 'keyed') checkKeyed({ model, inputs, lake }, rule, byName);
  if (rule.kind !== 'replace') return;
  if (lake.length > 0) throw new ModelError(`${model.ymlFile}: incremental.inputs: a model on lake tables takes merge`);
  const anchors = anchorsOf(rule.inputs, (name, column) => byName.get(name)?.columns.has(column) ?? false);
  for (const [name, reach] of rule.inputs) {
    const field = `${model.ymlFile}: incremental.inputs.${name}`;
    const input = byName.get(name);
    if (input === undefined || !inputs.includes(name)) throw new ModelError(`${field}: ${model.name} does not read it`);
    if (reach.kind === 'match') {
      const missing = reach.columns.find((column) => !input.columns.has(column));
      if (missing !== undefined) throw new ModelError(`${field}.match: ${name} has no column ${missing}`);
      if (!anchors.has(name))
        throw new ModelError(`${field}.match: no other input that is given by date has the columns ${reach.columns.join(', ')}`);
    } else if (input.materialization.kind === 'full' || input.materialization.partition !== reach.date) {
      throw new ModelError(`${field}: ${name} is not kept by days of ${reach.date}, so leave it out to have it read whole`);
    }
  }
}

function checkKeyed(
  { model, inputs, lake }: Pick<Node, 'model' | 'inputs' | 'lake'>,
  { columns, inputs: keyed }: Model['materialization'] & { kind: 'keyed' },
  byName: ReadonlyMap<string, Model>,
): void {
  const field = `${model.ymlFile}: incremental.by`;
  if (lake.length > 0) throw new ModelError(`${field}: a model on lake tables takes merge`);
  for (const name of keyed) {
    if (!inputs.includes(name)) throw new ModelError(`${field}.inputs: ${model.name} does not read ${name}`);
    const missing = columns.find((column) => byName.get(name)?.columns.has(column) !== true);
    if (missing !== undefined) throw new ModelError(`${field}.inputs: ${name} has no column ${missing}`);
  }
  const isFilled = (column: string) => model.audits.some((audit) => audit.kind === 'not_null' && audit.column === column);
  const nullable = columns.find((column) => !isFilled(column));
  if (nullable !== undefined)
    throw new ModelError(
      `${field}.columns: ${nullable} may be null, and a row without a value is never made again: expected it in the key or audited not_null`,
    );
}
