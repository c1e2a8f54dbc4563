import { nearest } from '../../contracts/nearest.ts';
import type { OutputColumn } from '../engines/engine.ts';
import { ModelError } from '../errors.ts';
import type { Node } from '../graph.ts';
import { lakeRelation } from '../../contracts/lake.ts';
import { literal, quoted } from '../sql-text.ts';
import type { CaseCell, CaseRow, ModelCase } from './read-cases.ts';
import type { RelationTypes } from './relation-types.ts';

/**
 * A query of a case's model as one statement for either engine: the given rows stand as CTEs under the names that the model reads, before the model's own.
 * @throws {ModelError} naming file, case and column when a row names a column that the relation lacks.
 */
export function caseSql({ given, file, name }: ModelCase, query: string, { inputs, lake }: Node, types: RelationTypes): string {
  const relations = [...inputs, ...lake.map(lakeRelation)].map((relation) => {
    const columns = types.get(relation) ?? [];
    const rows = given[relation] ?? [];
    for (const column of rows.flatMap((row) => Object.keys(row))) {
      if (columns.some((one) => one.name === column)) continue;
      const near = nearest(
        column,
        columns.map((one) => one.name),
      );
      throw new ModelError(
        `${file}: ${name}: given.${relation}: there is no column ${column}${near === undefined ? '' : `; the nearest is ${near}`}`,
      );
    }
    return `${quoted(relation)} as (\n${rowsSql(columns, rows)}\n)`;
  });
  const own = query.replace(/^(?:\s+|--[^\n]*\n)*with\b/i, '');
  const isWithCtes = own !== query;
  if (relations.length === 0) return query;
  return `with ${relations.join(',\n')}${isWithCtes ? `,${own}` : `\n${query}`}`;
}

/** As values, since a union of as many selects is too deep for Trino. A null after the first row needs no type: a statement of Athena has 262,144 bytes at the most. */
function rowsSql(columns: readonly OutputColumn[], rows: readonly CaseRow[]): string {
  const first = rows[0] ?? {};
  const typed = (row: CaseRow) => columns.map(({ name, type }) => cellSql(row[name] ?? null, type));
  const later = (row: CaseRow) =>
    columns.map(({ name, type }) => ((row[name] ?? null) === null ? 'null' : cellSql(row[name] ?? null, type)));
  const values = [typed(first), ...rows.slice(1).map(later)].map((cells) => `(${cells.join(', ')})`);
  const names = columns.map(({ name }) => quoted(name)).join(', ');
  return `select * from (values\n${values.join(',\n')}) as given (${names})${rows.length === 0 ? ' where 1 = 0' : ''}`;
}

function cellSql(cell: CaseCell, type: string): string {
  if (/^array|\[\]$/i.test(type)) {
    // The engines name the type of a list differently, so a literal gives it.
    const isList = Array.isArray(cell) && cell.length > 0;
    return isList ? `array[${cell.map(literal).join(', ')}]` : `case when 1 = 0 then array[''] end`;
  }
  return cell === null ? `cast(null as ${type})` : `cast(${literal(String(cell))} as ${type})`;
}
