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
