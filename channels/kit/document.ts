/**
 * Reads a dropped JSON document as the answers of a vendor's API: one answer, or several in an array, each with its list at `path`.
 * A document without that list is taken as the records themselves.
 * @param beside Fields of an answer that each of its records needs, and that the list does not repeat.
 */
export function recordsAt(path: readonly string[], beside: readonly string[] = []): (document: unknown) => readonly unknown[] {
  return (document) =>
    pagesOf(document).flatMap((page) => {
      const list = path.reduce<unknown>((node, field) => Reflect.get(Object(node), field), page);
      return Array.isArray(list) ? list.map((record: unknown) => withFields(record, page, beside)) : [page];
    });
}

/** The answers in a document: itself, or the elements of its array. */
export function pagesOf(document: unknown): readonly unknown[] {
  return Array.isArray(document) ? document : [document];
}

function withFields(record: unknown, page: unknown, fields: readonly string[]): unknown {
  const given = fields.filter((field) => Reflect.get(Object(page), field) !== undefined);
  if (given.length === 0 || typeof record !== 'object' || record === null) return record;
  return { ...record, ...Object.fromEntries(given.map((field) => [field, Reflect.get(Object(page), field)])) };
}
