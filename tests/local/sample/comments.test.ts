import { describe, expect, test } from 'vitest';
import { type CommentScene, comment } from '../../../local/sample/comments.ts';
import { PURPOSES, Random } from '../../../local/sample/random.ts';

const scene: CommentScene = {
  touchpoint: 'dine_in_wait',
  mood: 'bad',
  english: false,
  waitMinutes: 23.4,
  kitchenMinutes: 12,
  leaks: false,
  badDish: false,
  lateMinutes: 0,
  dish: { name: '酸菜鱼', nameEn: 'pickled cabbage fish' },
  phone: '14200000000',
  email: 'someone@example.com',
};

const many = (change: Partial<CommentScene>) => {
  return Array.from({ length: 600 }, (_, i) => comment({ ...scene, ...change }, new Random().start(7, PURPOSES.comment, i)));
};

describe('a comment', () => {
  test('names the minutes that were waited, and no others', () => {
    const minutes = many({}).flatMap((text) => /(\d+)多?分钟/.exec(text)?.[1] ?? []);
    expect(new Set(minutes)).toEqual(new Set(['23']));
  });

  test('does not praise a short wait that was long', () => {
    expect(many({ mood: 'good' }).filter((text) => /没怎么等|叫得很快/.test(text))).toEqual([]);
    expect(many({ mood: 'good', waitMinutes: 2 }).some((text) => /没怎么等|叫得很快/.test(text))).toBe(true);
  });

  test('does not praise and blame one dish for its taste', () => {
    const mixed = many({ touchpoint: 'delivery_meal', mood: 'mixed', waitMinutes: 0 });
    expect(mixed.filter((text) => (text.match(/酸菜鱼/g) ?? []).length > 1 && /咸|油|腥|柴|预制|不一样/.test(text))).toEqual([]);
  });

  test('speaks of lateness when it was late only', () => {
    expect(
      many({ touchpoint: 'delivery_arrival', waitMinutes: 0, lateMinutes: 0 }).filter((text) => /晚了|迟到|超时/.test(text)),
    ).toEqual([]);
    expect(
      many({ touchpoint: 'delivery_arrival', waitMinutes: 0, lateMinutes: 12 }).some((text) => text.includes('12分钟')),
    ).toBe(true);
  });

  test('is in English for those who write English', () => {
    expect(many({ english: true }).filter((text) => /[一-鿿，。]/.test(text))).toEqual([]);
  });

  test('of an unhappy customer leaves a way to answer more often than that of a happy one', () => {
    const reachable = (texts: readonly string[]) => texts.filter((text) => /14200000000|someone@/.test(text)).length;
    expect(reachable(many({}))).toBeGreaterThan(reachable(many({ mood: 'good' })));
  });
});
