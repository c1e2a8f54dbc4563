/** Mixes integers into 32 well-spread bits (the finaliser of MurmurHash3 after each). */
export function mix(a: number, b: number, c = 0, d = 0): number {
  let h = scramble(a ^ 0x9e3779b9);
  h = scramble(h ^ Math.imul(b, 0x85ebca6b));
  h = scramble(h ^ Math.imul(c, 0xc2b2ae35));
  return scramble(h ^ Math.imul(d, 0x27d4eb2f));
}

function scramble(value: number): number {
  let h = value ^ (value >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A number in [0, 1) that depends on its key alone. */
export function unitOf(a: number, b: number, c = 0, d = 0): number {
  return mix(a, b, c, d) / 4294967296;
}

/** What a stream of numbers is for. Different purposes never share a stream, so that one may change without the others. */
export const PURPOSES = {
  store: 1,
  member: 2,
  identifier: 3,
  calendar: 4,
  guests: 5,
  order: 6,
  lines: 7,
  answer: 8,
  comment: 9,
  log: 10,
  weather: 11,
  planted: 12,
  score: 13,
  passage: 14,
  ticket: 15,
  campaign: 16,
  household: 17,
  taste: 18,
  referral: 19,
} as const;

/** xoshiro128** by Blackman and Vigna, started anew for each key. Not for secrets. */
export class Random {
  private s0 = 1;
  private s1 = 0;
  private s2 = 0;
  private s3 = 0;

  /** Begins the stream of a key: a purpose, and what it is about. */
  start(seed: number, purpose: number, a: number, b = 0): this {
    const key = mix(seed, purpose, a, b);
    this.s0 = scramble(key + 0x9e3779b9);
    this.s1 = scramble(key + 0x3c6ef372);
    this.s2 = scramble(key + 0xdaa66d2b);
    this.s3 = scramble(key + 0x78dde6e4) | 1;
    return this;
  }

  /** Uniform in [0, 1). */
  unit(): number {
    const x = Math.imul(this.s1, 5);
    const result = Math.imul((x << 7) | (x >>> 25), 9);
    const t = this.s1 << 9;
    this.s2 ^= this.s0;
    this.s3 ^= this.s1;
    this.s1 ^= this.s2;
    this.s0 ^= this.s3;
    this.s2 ^= t;
    this.s3 = (this.s3 << 11) | (this.s3 >>> 21);
    return (result >>> 0) / 4294967296;
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  /** A whole number from 0 to `count` − 1. */
  below(count: number): number {
    return Math.floor(this.unit() * count);
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.unit();
  }

  /** Exponential with the given mean. */
  wait(mean: number): number {
    return -mean * Math.log(1 - this.unit());
  }

  /** Near enough to a standard normal: the sum of four uniforms, so without tails beyond 3.5. */
  normal(): number {
    return (this.unit() + this.unit() + this.unit() + this.unit() - 2) * 1.7320508075688772;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError('cannot pick from an empty list');
    return item;
  }
}

/** Picks an index by weight in constant time, to one part in 1024. */
export class Weighted {
  private readonly slots: Uint16Array;

  constructor(weights: readonly number[]) {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    this.slots = new Uint16Array(1024);
    let index = 0;
    let reached = weights[0] ?? 0;
    for (let slot = 0; slot < 1024; slot++) {
      while (((slot + 0.5) / 1024) * total > reached && index < weights.length - 1) reached += weights[++index] ?? 0;
      this.slots[slot] = index;
    }
  }

  pick(random: Random): number {
    return this.slots[random.below(1024)] ?? 0;
  }
}
