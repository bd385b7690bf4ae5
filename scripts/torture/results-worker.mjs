// Damaged results, in a thread of their own.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workerData } from 'node:worker_threads';
import { overlay } from '../../dist/analysis/overlay.js';
import { compareRuns } from '../../dist/comparison/compare-runs.js';
import { renderComparison } from '../../dist/comparison/render-comparison.js';
import { reports } from '../../dist/reports/index.js';
import { readResult } from '../../dist/runs/read-result.js';
import { TandemError } from '../../dist/shared/errors.js';
import { collectRuns } from '../../dist/site/collect.js';
import { runsPage } from '../../dist/site/runs-page.js';
import { contestantDifferences, runDifferences } from '../../dist/verdicts/fingerprint.js';
import { workOn } from './case-loop.mjs';
import { damagedResult } from './damage-result.mjs';
import { exerciseResult } from './exercise-result.mjs';

const modules = {
  overlay,
  compareRuns,
  renderComparison,
  reports,
  readResult,
  TandemError,
  collectRuns,
  runsPage,
  contestantDifferences,
  runDifferences,
};
const { sources, folder, seed } = workerData;
const texts = sources.map((file) => readFileSync(file, 'utf8'));
const sound = readResult(sources[0]);

workOn((index) => {
  const { kind, bytes } = damagedResult(texts, seed, index);
  const options = { folder: join(folder, 'run'), sound, everything: index % 10 === 0 };
  return { kind, exercise: () => exerciseResult(modules, bytes, options) };
});
