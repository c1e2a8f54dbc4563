import { ModelError } from './errors.ts';
import { type Token, tokensOf } from './tokens.ts';

/** A relation that an SQL text reads, and the line on which it first does. */
export interface RelationName {
  readonly name: string;
  readonly line: number;
}

const QUERY_WORDS = new Set(['select', 'with', 'values']);
const FROM_ENDS = new Set('where group having window order limit offset fetch union except intersect select qualify'.split(' '));

/** Walks the tokens once, a level of parentheses at a time, with the CTE names that each level can see. */
class Reader {
  private readonly list: readonly Token[];
  private at = 0;
  readonly found = new Map<string, RelationName>();

  constructor(list: readonly Token[]) {
    this.list = list;
  }

  private is(text: string, offset = 0): boolean {
    const token = this.list[this.at + offset];
    return token !== undefined && token.text === text && (token.kind === 'word' || token.kind === 'mark');
  }

  private startsQuery(): boolean {
    let offset = 0;
    while (this.is('(', offset)) offset += 1;
    const token = this.list[this.at + offset];
    return token?.kind === 'word' && QUERY_WORDS.has(token.text);
  }

  /** From just after an opening parenthesis (or the start) to just after its end. */
  level(visible: ReadonlySet<string>, expectsRelation: boolean): void {
    const names = new Set(visible);
    const isQuery = this.startsQuery();
    if (isQuery && this.is('with')) this.ctes(names);
    let inFrom = expectsRelation && !isQuery;
    let expects = inFrom;
    const readsFrom = isQuery || inFrom;
    for (let token = this.list[this.at]; token !== undefined; token = this.list[this.at]) {
      if (this.is(')')) {
        this.at += 1;
        return;
      }
      if (this.is('(')) {
        this.at += 1;
        this.level(names, expects);
        expects = false;
      } else if (expects && (token.kind === 'word' || token.kind === 'quoted') && !this.is('lateral')) {
        this.relation(names);
        expects = false;
      } else {
        if (token.kind === 'word' && readsFrom) {
          const isComparison = this.is('distinct', -1) && (this.is('is', -2) || this.is('not', -2));
          if (token.text === 'from' && !isComparison) {
            inFrom = true;
            expects = true;
          } else if (token.text === 'join') expects = true;
          else if (FROM_ENDS.has(token.text)) inFrom = false;
        } else if (this.is(',') && inFrom) expects = true;
        this.at += 1;
      }
    }
  }

  private ctes(names: Set<string>): void {
    this.at += 1;
    const recursive = this.is('recursive');
    if (recursive) this.at += 1;
    for (;;) {
      const name = this.list[this.at]?.text;
      this.at += 1;
      if (name === undefined) return;
      if (recursive) names.add(name);
      if (this.is('(')) while (this.at < this.list.length && !this.is(')', -1)) this.at += 1;
      while (this.at < this.list.length && !this.is('(')) this.at += 1;
      this.at += 1;
      this.level(names, false);
      names.add(name);
      if (!this.is(',')) return;
      this.at += 1;
    }
  }

  private relation(names: ReadonlySet<string>): void {
    const first = this.list[this.at];
    if (first === undefined) return;
    let name = first.text;
    this.at += 1;
    while (this.is('.')) {
      name += `.${this.list[this.at + 1]?.text ?? ''}`;
      this.at += 2;
    }
    if (this.is('(')) return;
    if (!names.has(name) && !this.found.has(name)) this.found.set(name, { name, line: first.line });
  }
}

/**
 * Relations that an SQL text reads, each once, in the order they appear. Names of CTEs, table functions and unnest are not relations.
 * @throws {ModelError} when it is not one query, or a text or quoted name in it is never closed.
 */
export function relationsOf(sql: string): RelationName[] {
  const tokens = tokensOf(sql);
  const [first] = tokens.filter(({ text }) => text !== '(');
  const end = tokens.find(({ kind, text }) => kind === 'mark' && text === ';');
  if (first === undefined || !QUERY_WORDS.has(first.text))
    throw new ModelError(`expected one query, which begins with select or with; found ${first?.raw ?? 'nothing'}`);
  if (end !== undefined) throw new ModelError(`line ${end.line}: expected one query, found a semicolon after it`);
  const reader = new Reader(tokens);
  reader.level(new Set(), false);
  return [...reader.found.values()];
}
