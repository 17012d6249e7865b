import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const web = join(import.meta.dirname, 'src/web');

/** Builds the dashboard. The server sends it with a strict Content-Security-Policy: nothing may end up inline, not even a small picture. */
export default defineConfig({
  root: web,
  base: '/',
  plugins: [react()],
  build: {
    outDir: join(import.meta.dirname, 'dist/web'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The calendar is a large chunk, and is loaded by the calendar's page only; what everybody loads is measured by a test.
    chunkSizeWarningLimit: 700,
    // One file for all that the first paint needs. A browser asks for six at a time where there is no HTTP/2, and what waits for its turn is a round trip more.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } } },
  },
});
