import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    restoreMocks: true,
    // Processes, ports and real SDKs: the end-to-end tests may take a while on a small machine.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // The end-to-end tests mostly wait, so two files at a time fit on two cores, which vitest would use for one.
    maxWorkers: 2,
    // Everything must hold wherever the server's clock is set; see tests/time.
    env: { TZ: 'Pacific/Chatham' },
  },
});
