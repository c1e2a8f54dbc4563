import { defineConfig } from 'vitest/config';

/** What `npm test` runs: all that needs Node alone. A browser has its own configuration, benchmarks are programs. */
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
          exclude: [
            'tests/infra/**',
            'tests/browser/**',
            'tests/truth/**',
            'tests/rig/**',
            'tests/conformance/**',
            'tests/bench/**',
          ],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: { name: 'infra', include: ['tests/infra/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 120_000 },
      },
    ],
  },
});
