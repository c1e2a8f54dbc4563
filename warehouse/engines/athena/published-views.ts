import type { Manifest, ModelEntry } from '../../manifest.ts';
import type { Queries } from './queries.ts';
import { selectTable } from './statements.ts';

/** Views that are made at once. */
const AT_ONCE = 5;

/**
 * Gives the published names the rows of a build: a view a model, replaced where its text differs from that of the build that the views
 * show now. Each view is replaced at once, and one after another; who must see one build and no other reads its tables by the manifest.
 */
export async function publishViews(queries: Queries, shown: Manifest | null, next: Manifest): Promise<void> {
  const now = Object.entries(shown?.models ?? {});
  const before = new Map(now.map(([model, entry]) => [model, viewOf(entry)]));
  const changed = Object.entries(next.models).filter(([model, entry]) => before.get(model) !== viewOf(entry));
  const removed = now.filter(([model]) => !(model in next.models));
  const statements = [
    ...changed.map(([model, entry]) => `create or replace view ${model} as\n${viewOf(entry)}`),
    ...removed.map(([model]) => `drop view if exists ${model}`),
  ];
  for (let from = 0; from < statements.length; from += AT_ONCE)
    await Promise.all(statements.slice(from, from + AT_ONCE).map((sql) => queries.run(sql)));
}

function viewOf(entry: ModelEntry): string {
  return selectTable(entry);
}
