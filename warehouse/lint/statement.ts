import { type Token, tokensOf } from '../tokens.ts';

/** Words that stand before a parenthesis without calling anything. */
const NO_CALL = new Set(
  'in values over as on and or not exists from join using when then else by select where having within group all any some distinct interval rows range between case end is like escape with union except intersect lateral decimal varchar char partition row limit offset ordinality'.split(
    ' ',
  ),
);

/** A function and the tokens of its arguments. */
export interface Call {
  readonly name: string;
  /** Index of its name. */
  readonly at: number;
  /** Index of its closing parenthesis. */
  readonly end: number;
  readonly args: readonly (readonly Token[])[];
}

/** One SQL text as its rules see it. */
export class Statement {
  readonly tokens: readonly Token[];
  readonly calls: readonly Call[];
  private readonly closing = new Map<number, number>();

  constructor(sql: string) {
    this.tokens = tokensOf(sql);
    const open: number[] = [];
    this.tokens.forEach(({ kind, text }, index) => {
      if (kind !== 'mark') return;
      if (text === '(') open.push(index);
      if (text !== ')') return;
      const start = open.pop();
      if (start !== undefined) this.closing.set(start, index);
    });
    this.calls = this.tokens.flatMap((token, at) => (this.isCall(token, at) ? [this.callAt(token.text, at)] : []));
  }

  /** Whether words or signs stand at an index, one after the other. */
  has(index: number, ...texts: readonly string[]): boolean {
    return texts.every((text, offset) => {
      const token = this.tokens[index + offset];
      return token !== undefined && token.text === text && (token.kind === 'word' || token.kind === 'mark');
    });
  }

  /** Index of the parenthesis that closes the one at an index. */
  closes(index: number): number | undefined {
    return this.closing.get(index);
  }

  private isCall({ kind, text }: Token, at: number): boolean {
    if (kind !== 'word' || NO_CALL.has(text) || !this.has(at + 1, '(')) return false;
    const before = this.tokens[at - 1];
    const isAlias = before?.text === 'as' || before?.text === ')' || before?.text === 'with' || before?.kind === 'quoted';
    const end = this.closing.get(at + 1) ?? at;
    return !isAlias && !this.has(end + 1, 'as', '(');
  }

  private callAt(name: string, at: number): Call {
    const end = this.closing.get(at + 1) ?? this.tokens.length;
    const args: Token[][] = [[]];
    let depth = 0;
    for (const token of this.tokens.slice(at + 2, end)) {
      if (token.kind === 'mark' && (token.text === '(' || token.text === '[')) depth += 1;
      if (token.kind === 'mark' && (token.text === ')' || token.text === ']')) depth -= 1;
      if (depth === 0 && token.kind === 'mark' && token.text === ',') args.push([]);
      else args.at(-1)?.push(token);
    }
    return { name, at, end, args: args[0]?.length === 0 ? [] : args };
  }
}
