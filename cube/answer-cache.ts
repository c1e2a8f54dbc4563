/**
 * Finished answers of the current build, up to a number of bytes. The marts of a build never change, so an answer stays
 * true until the next one; the least recently used go first.
 */
export class AnswerCache {
  readonly #mostBytes: number;
  readonly #answers = new Map<string, Buffer>();
  #bytes = 0;
  #generation = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  get(generation: number, key: string): Buffer | undefined {
    if (generation !== this.#generation) return undefined;
    const answer = this.#answers.get(key);
    if (answer === undefined) return undefined;
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    return answer;
  }

  /** An answer of an earlier generation than the newest seen is not kept. */
  set(generation: number, key: string, answer: Buffer): void {
    if (generation < this.#generation || answer.length > this.#mostBytes / 8) return;
    if (generation > this.#generation) this.#startOver(generation);
    this.#bytes += answer.length - (this.#answers.get(key)?.length ?? 0);
    this.#answers.set(key, answer);
    for (const [oldest, { length }] of this.#answers) {
      if (this.#bytes <= this.#mostBytes) break;
      this.#answers.delete(oldest);
      this.#bytes -= length;
    }
  }

  #startOver(generation: number): void {
    this.#answers.clear();
    this.#bytes = 0;
    this.#generation = generation;
  }
}
