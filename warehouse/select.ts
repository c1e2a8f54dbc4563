import { ModelError } from './errors.ts';
import { type Graph, noModel } from './graph.ts';

/**
 * Models named by `orders`, `+orders` (with all it reads), `orders+` (with all that reads it) or both.
 * @throws {ModelError} for a name that is no model, with the nearest one.
 */
export function selectModels(graph: Graph, patterns: readonly string[]): Set<string> {
  const selected = new Set<string>();
  for (const pattern of patterns) {
    const name = pattern.replace(/^\+|\+$/g, '');
    if (name === '') throw new ModelError(`select "${pattern}": expected a model, as orders, +orders, orders+ or +orders+`);
    if (!graph.has(name)) throw new ModelError(noModel(name, graph.keys()));
    selected.add(name);
    if (pattern.startsWith('+')) for (const other of ancestors(graph, name)) selected.add(other);
    if (pattern.endsWith('+')) for (const other of graph.keys()) if (ancestors(graph, other).has(name)) selected.add(other);
  }
  return selected;
}

/** All models that a model reads, directly or not. */
export function ancestors(graph: Graph, name: string): Set<string> {
  const found = new Set<string>();
  const visit = (current: string): void => {
    for (const input of graph.get(current)?.inputs ?? []) {
      if (found.has(input)) continue;
      found.add(input);
      visit(input);
    }
  };
  visit(name);
  return found;
}
