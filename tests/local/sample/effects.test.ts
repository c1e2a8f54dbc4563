import { describe, expect, test } from 'vitest';
import { STORES } from '../../../local/sample/company.ts';
import { compileEffects, type Effect, type Scene, storeEffects } from '../../../local/sample/effects.ts';

const scene: Scene = { store: 0, mode: 'dine_in', day: 45, weekend: false, peak: true, lunch: true, rain: false, elapsed: 0.5 };
const plain: Effect = { name: 'test', lever: 'feeling', add: 1 };

describe('an effect', () => {
  test.each<[string, Partial<Effect>, number]>([
    ['without conditions applies', {}, 1],
    ['moves its own lever only', { lever: 'wait_minutes' }, 0],
    ['of this store applies', { store: 'S001' }, 1],
    ['of another store does not', { store: 'S002' }, 0],
    ['of this region applies', { region: 'east' }, 1],
    ['of another region does not', { region: 'south' }, 0],
    ['of another mode does not', { mode: 'delivery' }, 0],
    ['of this touchpoint applies', { touchpoint: 'dine_in_meal' }, 1],
    ['of another touchpoint does not', { touchpoint: 'dine_in_pay' }, 0],
    ['of weekends does not on a weekday', { weekend: true }, 0],
    ['of the peak applies at the peak', { peak: true }, 1],
    ['of quiet hours does not', { peak: false }, 0],
    ['that grows is half there at half time', { grows: true }, 0.5],
    ['needs all its conditions', { region: 'east', weekend: true }, 0],
  ])('%s', (_, change, expected) => {
    expect(compileEffects([{ ...plain, ...change }])('feeling', scene, 'dine_in_meal')).toBe(expected);
  });

  test('adds to the others', () => {
    expect(compileEffects([plain, { ...plain, add: -3 }])('feeling', scene)).toBe(-2);
  });
});

test('stores differ from each other, and by seed', () => {
  const feelings = (seed: number) => storeEffects(seed).flatMap((effect) => (effect.lever === 'feeling' ? [effect.add] : []));
  expect(new Set(feelings(7)).size).toBe(STORES.length);
  expect(feelings(8)).not.toEqual(feelings(7));
});
