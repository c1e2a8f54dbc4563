import type { Token } from '../tokens.ts';
import type { Call, Statement } from './statement.ts';

/** Something that the engines answer differently, or that one of them does not take, and what to write. */
export interface Rule {
  readonly name: string;
  readonly remedy: string;
  /** Indexes of the tokens where it is broken. */
  readonly find: (statement: Statement) => readonly number[];
}

/** Words or signs that must not follow each other; `?` is any one. */
export function phrase(...phrases: readonly string[]): Rule['find'] {
  const sequences = phrases.map((text) => text.split(' '));
  return (statement) =>
    statement.tokens.flatMap((_, index) =>
      sequences.some((words) => words.every((word, offset) => word === '?' || statement.has(index + offset, word)))
        ? [index]
        : [],
    );
}

export function token(isBroken: (token: Token, index: number, statement: Statement) => boolean): Rule['find'] {
  return (statement) => statement.tokens.flatMap((one, index) => (isBroken(one, index, statement) ? [index] : []));
}

/** Calls of some functions that break a condition; all of them without one. */
export function call(names: string, isBroken: (call: Call, statement: Statement) => boolean = () => true): Rule['find'] {
  const known = new Set(names.split(' '));
  return (statement) => statement.calls.flatMap((one) => (known.has(one.name) && isBroken(one, statement) ? [one.at] : []));
}
