import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Real processes: slow to start, and then waiting for one another most of the time. */
const real = {
  pool: 'forks' as const,
  maxWorkers: 2,
  maxConcurrency: 2,
  testTimeout: 180_000,
  hookTimeout: 120_000,
  // What a test keeps about this machine is not the user's, and what the user keeps is no test's.
  env: { XDG_STATE_HOME: join(import.meta.dirname, '.cache/test-state') },
};

// One project per kind of test. Counts do not mind a busy machine; the verdicts of whole runs do, so these take turns.
export default defineConfig({
  test: {
    globalSetup: ['scripts/bundle-browser.mjs'],
    projects: [
      // Whole pages with their charts are rendered here: seconds on a machine that has other work.
      {
        test: {
          name: 'unit',
          // Pure functions share what they import: loading it for each of a hundred files takes longer than all tests.
          isolate: false,
          maxWorkers: 2,
          include: ['src/**/*.test.ts'],
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'contract',
          include: ['test/contract/**/*.test.ts'],
          ...real,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          ...real,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'parts',
          include: ['test/e2e/**/*.test.ts'],
          exclude: ['test/e2e/cli.test.ts'],
          ...real,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: { name: 'e2e', include: ['test/e2e/cli.test.ts'], ...real, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
