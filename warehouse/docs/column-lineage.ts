import { Statement } from '../lint/statement.ts';
import type { Token } from '../tokens.ts';

/** A column of a relation, as `relation.column`. */
type Origin = string;

/** Where each column of a query's rows comes from; null for a column of which that cannot be told. */
export type ColumnLineage = ReadonlyMap<string, ReadonlySet<Origin> | null>;

/** What one name in a FROM offers. */
type Offer = ReadonlyMap<string, ReadonlySet<Origin> | null>;

const AFTER_FROM = new Set('where group having window order limit offset union except intersect'.split(' '));
const SET_OPERATIONS = new Set(['union', 'except', 'intersect']);
const BEFORE_RELATION = new Set(['from', 'join']);

/**
 * The columns from whose values each column of a query is made, through its CTEs, found by reading names. Columns that only decide which
 * rows there are (joins, filters, groups) are not counted.
 */
export function columnLineage(sql: string, relations: ReadonlyMap<string, readonly string[]>): ColumnLineage {
  const statement = new Statement(sql);
  const known = new Map<string, Offer>();
  for (const [name, columns] of relations)
    known.set(name, new Map(columns.map((column) => [column, new Set([`${name}.${column}`])])));
  return new Reader(statement).query(0, statement.tokens.length, known);
}

class Reader {
  private readonly statement: Statement;

  constructor(statement: Statement) {
    this.statement = statement;
  }

  /** Columns of the query between two tokens. */
  query(from: number, to: number, outer: ReadonlyMap<string, Offer>): ColumnLineage {
    const known = new Map(outer);
    let at = from;
    if (this.statement.has(at, 'with')) {
      at += 1;
      for (;;) {
        const name = this.statement.tokens[at]?.text ?? '';
        const open = at + 2;
        const close = this.statement.closes(open);
        if (!this.statement.has(at + 1, 'as', '(') || close === undefined) return new Map();
        known.set(name, this.query(open + 1, close, known));
        at = close + 1;
        if (!this.statement.has(at, ',')) break;
        at += 1;
      }
    }
    const parts = this.split(at, to, SET_OPERATIONS);
    const [first, ...others] = parts.map(([start, end]) => this.select(start, end, known));
    if (first === undefined) return new Map();
    const rest = others.map((part) => [...part.values()]);
    return new Map(
      [...first].map(([column, origins], index) => [column, union([origins, ...rest.map((values) => values[index] ?? null)])]),
    );
  }

  private select(from: number, to: number, known: ReadonlyMap<string, Offer>): ColumnLineage {
    let start = from;
    while (start < to && !this.statement.has(start, 'select')) start += 1;
    start += 1;
    if (this.statement.has(start, 'distinct') || this.statement.has(start, 'all')) start += 1;
    let fromAt = start;
    for (let depth = 0; fromAt < to; fromAt += 1) {
      if (this.statement.has(fromAt, '(')) depth += 1;
      if (this.statement.has(fromAt, ')')) depth -= 1;
      if (depth === 0 && this.statement.has(fromAt, 'from')) break;
    }
    const offers = this.offers(fromAt, to, known);
    const columns = new Map<string, ReadonlySet<Origin> | null>();
    for (const [first, end] of this.split(start, fromAt, new Set([',']))) {
      const tokens = this.statement.tokens.slice(first, end);
      const star = tokens.findIndex(({ text, kind }, index) => kind === 'mark' && text === '*' && index === tokens.length - 1);
      if (star >= 0 && (tokens.length === 1 || tokens[star - 1]?.text === '.')) {
        for (const [name, offer] of offers)
          if (tokens.length === 1 || tokens[0]?.text === name)
            for (const [column, origins] of offer) columns.set(column, origins);
        continue;
      }
      const name = tokens.at(-1)?.text ?? '';
      const isNamed = tokens.at(-2)?.text === 'as';
      columns.set(name, originsOf(isNamed ? tokens.slice(0, -2) : tokens, offers));
    }
    return columns;
  }

  /** Relations of a FROM by the name under which columns of them are written. */
  private offers(from: number, to: number, known: ReadonlyMap<string, Offer>): ReadonlyMap<string, Offer> {
    const offers = new Map<string, Offer>();
    let depth = 0;
    for (let at = from; at < to; at += 1) {
      const token = this.statement.tokens[at];
      if (token === undefined) break;
      if (depth === 0 && token.kind === 'word' && AFTER_FROM.has(token.text)) break;
      if (depth === 0 && token.kind === 'word' && BEFORE_RELATION.has(token.text)) {
        const name = this.statement.tokens[at + 1]?.text ?? '';
        const offer = known.get(name);
        if (this.statement.has(at + 1, 'unnest', '(')) {
          const [alias, columns] = this.unnested(at + 2, offers);
          offers.set(alias, columns);
          continue;
        }
        const close = this.statement.has(at + 1, '(') ? this.statement.closes(at + 1) : undefined;
        const end = close ?? at + 1;
        const alias = this.statement.tokens[this.statement.has(end + 1, 'as') ? end + 2 : end + 1];
        if (close !== undefined) offers.set(alias?.text ?? '', this.query(at + 2, close, known));
        else if (offer !== undefined) offers.set(name, offer);
      }
      if (token.text === '(') depth += 1;
      if (token.text === ')') depth -= 1;
    }
    return offers;
  }

  /** Alias and columns of `unnest(…) as alias (column)`: each is made of what the array names, which is nothing for an array of literals. */
  private unnested(open: number, offers: ReadonlyMap<string, Offer>): readonly [string, Offer] {
    const close = this.statement.closes(open) ?? open;
    const origins = originsOf(this.statement.tokens.slice(open + 1, close), offers);
    const columns = close + 3;
    const end = this.statement.closes(columns) ?? columns;
    const names = this.statement.tokens.slice(columns + 1, end).flatMap(({ kind, text }) => (kind === 'word' ? [text] : []));
    return [this.statement.tokens[close + 2]?.text ?? '', new Map(names.map((column) => [column, origins]))];
  }

  /** Ranges of tokens between separators that stand outside of parentheses. */
  private split(from: number, to: number, separators: ReadonlySet<string>): (readonly [number, number])[] {
    const ranges: (readonly [number, number])[] = [];
    let start = from;
    let depth = 0;
    for (let at = from; at < to; at += 1) {
      const token = this.statement.tokens[at];
      if (token?.text === '(') depth += 1;
      if (token?.text === ')') depth -= 1;
      if (depth !== 0 || token === undefined || token.kind === 'text' || token.kind === 'quoted' || !separators.has(token.text))
        continue;
      ranges.push([start, at]);
      start = at + 1;
    }
    return [...ranges, [start, to]];
  }
}

/** Origins of the columns named in an expression; null when it holds a query of its own, or a name that nothing offers. */
function originsOf(tokens: readonly Token[], offers: ReadonlyMap<string, Offer>): ReadonlySet<Origin> | null {
  const found: (ReadonlySet<Origin> | null)[] = [];
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind === 'word' && text === 'select') return null;
    if ((kind !== 'word' && kind !== 'quoted') || tokens[index + 1]?.text === '(' || tokens[index + 1]?.text === '.') continue;
    const offer = tokens[index - 1]?.text === '.' ? offers.get(tokens[index - 2]?.text ?? '') : offerWith(text, offers);
    const origins = offer?.get(text);
    if (origins !== undefined) found.push(origins);
    else if (tokens[index - 1]?.text === '.') return null;
  }
  return union(found);
}

function offerWith(column: string, offers: ReadonlyMap<string, Offer>): Offer | undefined {
  return [...offers.values()].find((offer) => offer.has(column));
}

function union(sets: readonly (ReadonlySet<Origin> | null)[]): ReadonlySet<Origin> | null {
  return sets.includes(null) ? null : new Set(sets.flatMap((set) => [...(set ?? [])]));
}
