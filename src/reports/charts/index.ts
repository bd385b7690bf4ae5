import type { DrawChart } from './chart.ts';
import { latencyOverTime } from './latency-over-time.ts';
import { outcomes } from './outcomes.ts';

/** The charts of the page, in its order. A new one is a file and a line here. */
export const charts: readonly DrawChart[] = [latencyOverTime, outcomes];
