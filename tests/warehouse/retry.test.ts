import { expect, it } from 'vitest';
import { EcholakeError } from '../../contracts/errors.ts';
import { retrying } from '../../warehouse/retry.ts';

/** Fails so many times before it works. */
function failing(times: number, error: () => unknown) {
  let calls = 0;
  return {
    calls: () => calls,
    work: () => {
      calls += 1;
      return calls <= times ? Promise.reject(error()) : Promise.resolve('done');
    },
  };
}

const throttled = () => new EcholakeError('slow down', { retryable: true });

it('tries again what may succeed, three times at most', async () => {
  const twice = failing(2, throttled);
  expect(await retrying(twice.work, { waitMs: 1 })).toBe('done');
  expect(twice.calls()).toBe(3);
  const thrice = failing(3, throttled);
  await expect(retrying(thrice.work, { waitMs: 1 })).rejects.toThrow('slow down');
  expect(thrice.calls()).toBe(3);
});

it.each([
  ['what will fail again', new EcholakeError('no such column')],
  ['what nobody knows', new TypeError('x')],
])('does not try again %s', async (_, error) => {
  const once = failing(1, () => error);
  await expect(retrying(once.work, { waitMs: 1 })).rejects.toBe(error);
  expect(once.calls()).toBe(1);
});

it('does not try again once it is told to stop', async () => {
  const stopping = new AbortController();
  const once = failing(1, throttled);
  const tried = retrying(once.work, { waitMs: 60_000, signal: stopping.signal });
  setTimeout(() => stopping.abort(), 20);
  await expect(tried).rejects.toThrow('slow down');
  expect(once.calls()).toBe(1);
  await expect(retrying(failing(1, throttled).work, { waitMs: 1, signal: stopping.signal })).rejects.toThrow('slow down');
});
