import { defineConfig } from 'vite';

const SERVER = process.env['ECHOLAKE_SERVER'] ?? 'http://127.0.0.1:4000';

export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    // React libraries mark their files "use client", which means nothing in a bundle.
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/cubejs-api': SERVER, '/sign-in': SERVER, '/health': SERVER },
  },
});
