import { ModelError } from './errors.ts';

/** One word or sign of an SQL text. */
export interface Token {
  /** Words in lower case, quoted names without their quotes, all others as written. */
  readonly text: string;
  readonly raw: string;
  readonly kind: 'word' | 'quoted' | 'text' | 'number' | 'mark';
  readonly line: number;
}

const TOKEN =
  /(?<blank>\s+|--[^\n]*|\/\*[\s\S]*?\*\/)|(?<literal>'(?:[^']|'')*')|(?<number>(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<quoted>"(?:[^"]|"")*")|(?<word>[\p{L}_][\p{L}\p{N}_$]*)|(?<mark>::|->|=>|<>|!=|<=|>=|\|\||\/\/|\*\*|==|[\s\S])/gu;

/**
 * The words and signs of an SQL text, without blanks and comments.
 * @throws {ModelError} when a text or quoted name is never closed.
 */
export function tokensOf(sql: string): Token[] {
  const found: Token[] = [];
  let line = 1;
  for (const match of sql.matchAll(TOKEN)) {
    const { literal, number, quoted, word, mark } = match.groups ?? {};
    const raw = match[0];
    if (word !== undefined) found.push({ text: word.toLowerCase(), raw, kind: 'word', line });
    else if (quoted !== undefined) found.push({ text: quoted.slice(1, -1).replaceAll('""', '"'), raw, kind: 'quoted', line });
    else if (literal !== undefined) found.push({ text: literal, raw, kind: 'text', line });
    else if (number !== undefined) found.push({ text: number, raw, kind: 'number', line });
    else if (mark === "'" || mark === '"') throw new ModelError(`line ${line}: a ${mark} is never closed`);
    else if (mark !== undefined) found.push({ text: mark, raw, kind: 'mark', line });
    line += raw.split('\n').length - 1;
  }
  return found;
}
