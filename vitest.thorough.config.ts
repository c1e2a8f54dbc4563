import { defineConfig } from 'vitest/config';

/** What takes minutes, or is worth more the longer it runs. `npm test` leaves it out. */
export const THOROUGH = [
  'tests/cube/swap.test.ts',
  'tests/flow/crash.test.ts',
  'tests/flow/invite-chain.test.ts',
  'tests/flow/rotate-key.test.ts',
  'tests/flow/transport.test.ts',
  'tests/infra/bundle.test.ts',
  'tests/sql/contact-value.test.ts',
  'tests/sql/identity.test.ts',
  'tests/truth/**/*.test.ts',
  'tests/warehouse/incremental.test.ts',
  'tests/warehouse/kill.test.ts',
];

/** What `npm run test:thorough` runs. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    isolate: false,
    include: THOROUGH,
    env: {
      KILLS: process.env['KILLS'] ?? '10',
      PROPERTY_RUNS: process.env['PROPERTY_RUNS'] ?? '20',
      RUNS: process.env['RUNS'] ?? '10',
    },
    testTimeout: 60_000,
    hookTimeout: 240_000,
  },
});
