import { type Folded, fold } from './fold.ts';
import { SIGNS } from './signs.ts';

/** What a personal value is replaced by. */
export type Label =
  | 'email'
  | 'phone'
  | 'id card'
  | 'bank card'
  | 'ssn'
  | 'passport'
  | 'account'
  | 'plate'
  | 'house number'
  | 'name';

interface Span {
  readonly from: number;
  readonly to: number;
  readonly label: Label;
}

/** Stands, unit for unit, where something was taken: no later rule finds it again. */
const TAKEN = '\u0001';

/** A text while rules go over it: folded, and what has been taken out of it so far. */
export class Work {
  #text: string;
  #isStale = false;
  readonly #original: string;
  readonly #folded: Folded;
  readonly #taken: Span[] = [];

  constructor(original: string, signs: number) {
    this.#original = original;
    this.#folded = (signs & SIGNS.odd) === 0 ? { text: original, from: null } : fold(original);
    this.#text = this.#folded.text;
  }

  get text(): string {
    if (this.#isStale) this.#text = this.#without(this.#folded.text, (length) => TAKEN.repeat(length));
    this.#isStale = false;
    return this.#text;
  }

  take(from: number, to: number, label: Label): void {
    this.#taken.push({ from, to, label });
    this.#isStale = true;
  }

  /** Takes each match of a pattern with `g` and `d`: its group `taken`, or the whole when it names none. */
  takeEach(pattern: RegExp, label: Label, accept: (match: RegExpExecArray) => boolean = () => true): void {
    const { text } = this;
    if (text.search(pattern) === -1) return; // `matchAll` copies the pattern first, which costs ten times the look
    for (const match of text.matchAll(pattern)) {
      const [from, to] = match.indices?.groups?.['taken'] ?? match.indices?.[0] ?? [0, 0];
      if (to > from && accept(match)) this.take(from, to, label);
    }
  }

  /** The original with a label for everything that was taken. */
  result(): string {
    if (this.#taken.length === 0) return this.#original;
    return this.#without(
      this.#original,
      (_, label) => `[${label}]`,
      (i) => this.#folded.from?.[i] ?? i,
    );
  }

  #without(whole: string, instead: (length: number, label: Label) => string, at = (i: number) => i): string {
    let text = '';
    let done = 0;
    for (const { from, to, label } of this.#taken.toSorted((a, b) => a.from - b.from)) {
      text += whole.slice(done, at(from)) + instead(to - from, label);
      done = at(to);
    }
    return text + whole.slice(done);
  }
}
