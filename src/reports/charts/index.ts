import type { RunResult } from '../../result/run.ts';
import type { Chart, DrawChart } from './chart.ts';
import { dots } from './dots.ts';
import { latencyOverTime } from './latency-over-time.ts';
import { needsCurves } from './needs.ts';
import { outcomes } from './outcomes.ts';
import { percentiles } from './percentiles.ts';
import { rates } from './rates.ts';
import { requestAt } from './request.ts';
import { resources } from './resources.ts';
import { sweepCurves } from './sweep.ts';
import { variedCurves } from './varied.ts';

/** In the order of the page. A new one is a file and a line here. */
const charts: readonly DrawChart[] = [
  latencyOverTime,
  dots,
  rates,
  percentiles,
  outcomes,
  resources,
  requestAt(50),
  requestAt(99),
  requestAt(100),
];

/** The charts of a result; those that only a sweep has come first. */
export const chartsOf = (result: RunResult): readonly Chart[] =>
  [
    ...(result.sweep === undefined ? [] : [sweepCurves]),
    ...(result.varied === undefined ? [] : [variedCurves]),
    ...(result.needs === undefined ? [] : [needsCurves]),
    ...charts,
  ].map((draw) => draw(result));
