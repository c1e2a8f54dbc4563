import { lakeColumns } from '../../contracts/event.ts';
import { lakeRelation } from '../../contracts/lake.ts';
import type { Engine, OutputColumn } from '../engines/engine.ts';
import type { Graph } from '../graph.ts';

export type RelationTypes = ReadonlyMap<string, readonly OutputColumn[]>;

/** Columns of every lake relation and model in the engine's words, found over empty relations: no data is read. */
export async function relationTypes(graph: Graph, engine: Engine): Promise<RelationTypes> {
  const types = new Map<string, readonly OutputColumn[]>();
  const bench = await engine.bench();
  try {
    for (const [name, { model, inputs, lake }] of graph) {
      for (const contract of lake) {
        const columns = Object.entries(lakeColumns(contract)).map(([column, { type }]) => ({ name: column, type }));
        types.set(lakeRelation(contract), [...columns, { name: 'dt', type: 'varchar' }]);
        await bench.bind(lakeRelation(contract), { kind: 'lake', contract, keys: [] });
      }
      for (const input of inputs) {
        const empty = { columns: types.get(input) ?? [], partition: null, parts: [], superseded: [] };
        await bench.bind(input, { kind: 'table', table: empty, keys: null });
      }
      types.set(name, await bench.columnsOf(model.sql));
    }
    return types;
  } finally {
    await bench.close();
  }
}
