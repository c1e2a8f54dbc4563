import { defineConfig } from 'vitest/config';
import { THOROUGH } from './vitest.thorough.config.ts';

/** What `npm test` runs: all that needs Node alone and is done in three minutes. A browser has its own configuration, benchmarks are programs. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    isolate: false,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'rooms',
          include: ['tests/**/*.test.ts'],
          exclude: [...THOROUGH, 'tests/infra/**', 'tests/browser/**', 'tests/rig/**', 'tests/conformance/**', 'tests/bench/**'],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'infra',
          include: ['tests/infra/**/*.test.ts'],
          exclude: THOROUGH,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
