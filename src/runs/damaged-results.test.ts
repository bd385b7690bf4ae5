import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { damagedResult } from '../../scripts/torture/damage-result.mjs';
import { exerciseResult } from '../../scripts/torture/exercise-result.mjs';
import { overlay } from '../analysis/overlay.ts';
import { compareRuns } from '../comparison/compare-runs.ts';
import { renderComparison } from '../comparison/render-comparison.ts';
import { reports } from '../reports/index.ts';
import { TandemError } from '../shared/errors.ts';
import { collectRuns } from '../site/collect.ts';
import { runsPage } from '../site/runs-page.ts';
import { contestantDifferences, runDifferences } from '../verdicts/fingerprint.ts';
import { readResult } from './read-result.ts';

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

test('a hundred damaged results are read or refused, and none is shown as a pass that it is not', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-damaged-'));
  const source = 'results/published/ordering/result.json';
  const sound = readResult(source);
  const texts = [readFileSync(source, 'utf8')];
  const said = Array.from({ length: 100 }, (_unused, index) => {
    const { kind, bytes } = damagedResult(texts, 1, index);
    const options = { folder: join(folder, 'run'), sound, everything: index % 10 === 0 };
    return `${kind}: ${exerciseResult(modules, bytes, options)}`;
  });
  rmSync(folder, { recursive: true });
  expect(said.filter((one) => !/: (read|refused)$/.test(one))).toEqual([]);
  expect(new Set(said.map((one) => one.replace(/.*: /, '')))).toEqual(new Set(['read', 'refused']));
}, 120_000);
