import { defineConfig } from 'vitest/config';

// One project per kind of test: unit tests are pure and parallel; the others start real processes and take turns.
const alone = { pool: 'forks' as const, fileParallelism: false, testTimeout: 180_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['src/**/*.test.ts'] } },
      { test: { name: 'contract', include: ['test/contract/broken-styles.test.ts'], ...alone } },
      // Long: every style and fault on real parts, and the whole command line. `npm run test:full` runs them.
      {
        test: {
          name: 'full',
          include: ['test/contract/styles.test.ts', 'test/contract/faults.test.ts', 'test/e2e/cli.test.ts'],
          ...alone,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude: ['test/e2e/cli.test.ts'],
          ...alone,
        },
      },
      { test: { name: 'browser', include: ['test/browser/**/*.test.ts'], ...alone } },
    ],
  },
});
