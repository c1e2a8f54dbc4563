import { defineConfig } from 'vitest/config';

/** What `npm run test:rig` runs: the AWS adapters against servers that speak AWS's protocols on loopback. */
export default defineConfig({
  test: {
    include: ['tests/rig/**/*.test.ts', 'tests/conformance/**/*.test.ts'],
    globalSetup: 'tests/rig/global-setup.ts',
    testTimeout: 900_000,
    hookTimeout: 600_000,
  },
});
