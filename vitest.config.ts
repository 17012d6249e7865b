import { defineConfig } from 'vitest/config';

/** Two hundred people at one moment: with another file beside them the machine would be what is measured. */
const crowds = ['tests/e2e/one-slot.test.ts'];

export default defineConfig({
  test: {
    restoreMocks: true,
    // Processes, ports and real SDKs: the end-to-end tests may take a while on a small machine.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // The end-to-end tests mostly wait, so three files at a time fit on two cores, which vitest would use for one.
    maxWorkers: 3,
    // Everything must hold wherever the server's clock is set; see tests/time.
    env: { TZ: 'Pacific/Chatham' },
    projects: [
      {
        extends: true,
        test: { name: 'all', include: ['tests/**/*.test.ts'], exclude: crowds, sequence: { groupOrder: 0 } },
      },
      { extends: true, test: { name: 'crowds', include: crowds, maxWorkers: 1, sequence: { groupOrder: 1 } } },
    ],
  },
});
