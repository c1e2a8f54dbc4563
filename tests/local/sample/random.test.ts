import { describe, expect, test } from 'vitest';
import { PURPOSES, Random, Weighted } from '../../../local/sample/random.ts';

const draw = (count: number, next: () => number) => Array.from({ length: count }, next);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('a stream of numbers', () => {
  test('is told by its key alone', () => {
    const [one, other] = [new Random().start(7, PURPOSES.order, 3, 4), new Random().start(8, PURPOSES.order, 1)];
    other.unit();
    other.start(7, PURPOSES.order, 3, 4);
    expect(draw(20, () => one.unit())).toEqual(draw(20, () => other.unit()));
  });

  test.each([
    ['seed', 8, PURPOSES.order, 3, 4],
    ['purpose', 7, PURPOSES.lines, 3, 4],
    ['subject', 7, PURPOSES.order, 4, 3],
  ])('is another with another %s', (_, seed, purpose, a, b) => {
    expect(new Random().start(seed, purpose, a, b).unit()).not.toBe(new Random().start(7, PURPOSES.order, 3, 4).unit());
  });

  test('is even, within a key and over the first numbers of many keys', () => {
    const random = new Random().start(7, PURPOSES.order, 1);
    expect(mean(draw(20_000, () => random.unit()))).toBeCloseTo(0.5, 2);
    const firsts = Array.from({ length: 20_000 }, (_, i) => random.start(7, PURPOSES.order, 1, i).unit());
    expect(mean(firsts)).toBeCloseTo(0.5, 2);
    expect(mean(firsts.slice(1).map((value, i) => (value - 0.5) * ((firsts[i] ?? 0) - 0.5)))).toBeCloseTo(0, 2);
  });

  test('has normals of mean 0 and variance 1, and waits of the mean asked', () => {
    const random = new Random().start(7, PURPOSES.order, 2);
    const normals = draw(20_000, () => random.normal());
    expect(mean(normals)).toBeCloseTo(0, 1);
    expect(mean(normals.map((value) => value * value))).toBeCloseTo(1, 1);
    expect(mean(draw(20_000, () => random.wait(5))) / 5).toBeCloseTo(1, 1);
  });
});

test('a weighted choice keeps to its weights and never takes what weighs nothing', () => {
  const random = new Random().start(7, PURPOSES.order, 5);
  const choice = new Weighted([1, 0, 3]);
  const picks = draw(10_000, () => choice.pick(random));
  expect(picks.filter((pick) => pick === 2).length / picks.length).toBeCloseTo(0.75, 1);
  expect(picks).not.toContain(1);
});
