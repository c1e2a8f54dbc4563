import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { messageOf } from '../../contracts/errors.ts';
import { BuildBusyError } from '../errors.ts';
import type { LockOptions } from '../lock.ts';
import type { Objects } from './objects.ts';
import { series } from './series.ts';

const lease = z.strictObject({ owner: z.string(), since: z.string(), until_ms: z.number(), is_released: z.boolean() });

/** How long a builder that gave no sign of life still holds the warehouse. */
const LEASE_MS = 60_000;
const POLL_MS = 500;

/**
 * Takes a bucket's warehouse for one build. The lease is renewed while the build runs; one that was not renewed is taken over.
 * @throws {BuildBusyError} when another build is still running after `waitMs`.
 */
export async function leaseWarehouse(
  objects: Objects,
  prefix: string,
  { waitMs, now, onLost }: LockOptions,
  leaseMs = LEASE_MS,
): Promise<() => Promise<void>> {
  const leases = series(objects, prefix, lease);
  const owner = randomUUID();
  const since = now().toISOString();
  const giveUpAt = Date.now() + waitMs;
  const mine = (isReleased = false) => ({ owner, since, until_ms: Date.now() + leaseMs, is_released: isReleased });
  for (;;) {
    const last = await leases.latest();
    const isFree = last === null || last.value.is_released || last.value.until_ms < Date.now();
    if (isFree && (await leases.follow(last, mine()))) break;
    if (!isFree && Date.now() >= giveUpAt)
      throw new BuildBusyError(`another build is running (since ${last.value.since}); try again when it has ended`);
    await sleep(isFree ? 0 : Math.min(POLL_MS, leaseMs / 3));
  }
  const isStillMine = async () => {
    const last = await leases.latest();
    return last !== null && last.value.owner === owner ? last : null;
  };
  const renew = async () => {
    const held = await isStillMine();
    if (held === null || held.value.until_ms < Date.now()) throw new Error('the lease ran out and another build may have begun');
    await leases.rewrite(held.number, mine());
  };
  let renewing: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    renewing = renew().catch((error: unknown) => {
      clearInterval(timer);
      onLost(new BuildBusyError(messageOf(error)));
    });
  }, leaseMs / 3);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await renewing;
    const held = await isStillMine();
    if (held !== null) await leases.rewrite(held.number, mine(true));
  };
}
