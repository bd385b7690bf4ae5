import type { DrawChart } from './chart.ts';
import { dots } from './dots.ts';
import { latencyOverTime } from './latency-over-time.ts';
import { outcomes } from './outcomes.ts';
import { percentiles } from './percentiles.ts';
import { rates } from './rates.ts';
import { requestAt } from './request.ts';
import { resources } from './resources.ts';

/** The charts of the page, in its order. A new one is a file and a line here. */
export const charts: readonly DrawChart[] = [
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
