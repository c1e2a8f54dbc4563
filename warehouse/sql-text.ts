/** An identifier for either engine. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text literal for either engine. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export function columnList(names: readonly string[]): string {
  return names.map(quoted).join(', ');
}

/** Rows as a statement of either engine: texts that are cast to the type of their column. */
export function valuesSql(columns: ReadonlyMap<string, string>, rows: readonly (readonly (string | null)[])[]): string {
  const names = [...columns.keys()].map((_, index) => `cell_${index}`);
  const list = [...columns].map(([column, type], index) => `cast(cell_${index} as ${type}) as ${quoted(column)}`);
  const lines = (rows.length === 0 ? [names.map(() => null)] : rows).map(
    (cells) => `(${cells.map((cell) => (cell === null ? 'cast(null as varchar)' : literal(cell))).join(', ')})`,
  );
  const none = rows.length === 0 ? ' where 1 = 0' : '';
  return `select ${list.join(', ')} from (values ${lines.join(',\n')}) as made (${names.join(', ')})${none}`;
}
