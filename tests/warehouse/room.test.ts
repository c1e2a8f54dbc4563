import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { roomFor } from '../../warehouse/room.ts';

test('work never takes more room than there is, comes in its order, and all of it ends', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.nat(2)), { maxLength: 12 }), async (jobs) => {
      const room = roomFor(3);
      const entered: number[] = [];
      let taken = 0;
      const done = await Promise.allSettled(
        jobs.map(([size, ms], i) =>
          room(size, async () => {
            entered.push(i);
            taken += size;
            expect(taken).toBeLessThanOrEqual(3);
            await sleep(ms);
            taken -= size;
            if (ms === 2) throw new Error('failed');
          }),
        ),
      );
      expect(entered).toEqual(jobs.map((_, i) => i));
      expect(done.map(({ status }) => status)).toEqual(jobs.map(([, ms]) => (ms === 2 ? 'rejected' : 'fulfilled')));
    }),
    { numRuns: 50 },
  );
});
