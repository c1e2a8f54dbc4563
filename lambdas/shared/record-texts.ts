/** Texts by the value of the first field, then of the second, and so on. */
type Branch = Map<unknown, Branch | string>;

/** Values kept for one list of names, of some hundred bytes each. */
const MOST_KEPT = 10_000;

/**
 * `JSON.stringify` for small records that come again and again, as the answers to the questions of one survey do: a text is
 * sooner looked up than written. What comes most often comes early, so nothing is given up once the room is full.
 * @param names of the fields such a record has, in their order; any other record is written each time
 */
export function recordTexts(names: readonly string[]): (record: Readonly<Record<string, unknown>>) => string {
  const root: Branch = new Map();
  let room = MOST_KEPT;

  function written(record: Readonly<Record<string, unknown>>): string {
    const text = JSON.stringify(record);
    const fields = Object.entries(record);
    const isUsual = fields.length === names.length && fields.every(([name, value], i) => name === names[i] && !isObject(value));
    if (!isUsual || room < fields.length) return text;
    let branch = root;
    for (const [i, [, value]] of fields.entries()) {
      let next = branch.get(value);
      if (next === undefined) {
        next = i === fields.length - 1 ? text : new Map();
        branch.set(value, next);
        room--;
      }
      if (typeof next !== 'string') branch = next;
    }
    return text;
  }

  return (record) => {
    let found: Branch | string = root;
    let count = 0;
    for (const name in record) {
      if (name !== names[count++] || typeof found === 'string') return JSON.stringify(record);
      const next: Branch | string | undefined = found.get(record[name]);
      if (next === undefined) return written(record);
      found = next;
    }
    return typeof found === 'string' ? found : JSON.stringify(record);
  };
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null;
