import { defineConfig } from 'vitest/config';

/** What `npm run test:browser` runs: the pages in Chromium, over a running installation. */
export default defineConfig({
  test: { include: ['tests/browser/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 180_000, fileParallelism: false },
});
