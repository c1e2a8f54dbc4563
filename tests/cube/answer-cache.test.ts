import { describe, expect, it } from 'vitest';
import { AnswerCache } from '../../cube/answer-cache.ts';

const bytes = (length: number) => Buffer.alloc(length);

describe('the answer cache', () => {
  it('forgets everything when a new generation begins, and takes nothing from an old one', () => {
    const cache = new AnswerCache(1000);
    cache.set(1, 'a', bytes(10));
    expect(cache.get(1, 'a')).toHaveLength(10);
    expect(cache.get(2, 'a')).toBeUndefined();
    cache.set(2, 'b', bytes(10));
    cache.set(1, 'a', bytes(10));
    expect([cache.get(1, 'a'), cache.get(2, 'a')]).toEqual([undefined, undefined]);
  });

  it('drops the least recently used beyond its size', () => {
    const cache = new AnswerCache(800);
    for (const key of 'abcdefgh') cache.set(1, key, bytes(100));
    cache.get(1, 'a');
    cache.set(1, 'i', bytes(100));
    expect(cache.get(1, 'b')).toBeUndefined();
    expect(cache.get(1, 'a')).toHaveLength(100);
  });

  it('counts an answer that is set again once', () => {
    const cache = new AnswerCache(800);
    for (let turn = 0; turn < 100; turn += 1) cache.set(1, 'a', bytes(100));
    cache.set(1, 'b', bytes(100));
    expect(cache.get(1, 'a')).toHaveLength(100);
  });

  it('does not keep an answer that would push out all others', () => {
    const cache = new AnswerCache(800);
    cache.set(1, 'huge', bytes(101));
    expect(cache.get(1, 'huge')).toBeUndefined();
  });
});
