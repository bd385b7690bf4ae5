import { defineConfig } from 'vitest/config';

// One project per kind of test: unit tests are pure and parallel; the others start real processes and take turns.
const alone = {
  pool: 'forks' as const,
  fileParallelism: false,
  // What a file marks as concurrent: as much as two cores carry.
  maxConcurrency: 2,
  testTimeout: 180_000,
  hookTimeout: 120_000,
};

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['src/**/*.test.ts'] } },
      { test: { name: 'contract', include: ['test/contract/**/*.test.ts'], ...alone } },
      { test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], ...alone } },
      { test: { name: 'browser', include: ['test/browser/**/*.test.ts'], ...alone } },
    ],
  },
});
