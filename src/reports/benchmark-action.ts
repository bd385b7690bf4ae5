import type { RunResult } from '../result/run.ts';
import { contestantNames, medianOf, outcomesOf } from './medians.ts';
import type { Report } from './report.ts';

interface Entry {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly range?: string;
  readonly extra: string;
}

const tracked = ['accepted.p50', 'accepted.p95', 'completed.p50', 'completed.p95'] as const;

const latencyEntries = (result: RunResult, contestant: string, extra: string): readonly Entry[] =>
  tracked.flatMap((metric) => {
    const figure = result.summary.contestants[contestant]?.figures[`${metric} all`];
    if (figure?.median == null) return [];
    const { median: value, low, high } = figure;
    const range = low === null ? {} : { range: `${low}..${high ?? 'never'}` };
    return [{ name: `${result.scenario.name}: ${contestant} ${metric}`, unit: 'ms', value, ...range, extra }];
  });

/** There is no number for "never", so what a contestant never reached is said beside the figures it has. */
const neverReached = (result: RunResult, contestant: string): string => {
  const never = tracked.filter((metric) => medianOf(result, contestant, metric, 'all') === 'never');
  return never.length === 0 ? '' : `; never reached: ${never.join(', ')}`;
};

const countEntries = (result: RunResult, contestant: string, extra: string): readonly Entry[] => {
  const outcomes = outcomesOf(result, contestant);
  if (outcomes === null) return [];
  return (['failed', 'lost', 'doubleCharged'] as const).map((name) => ({
    name: `${result.scenario.name}: ${contestant} ${name}`,
    unit: 'requests',
    value: outcomes[name],
    extra,
  }));
};

/** For github-action-benchmark, tool `customSmallerIsBetter`. Figures that no valid round has are left out, and never-reached ones named. */
const toBenchmarkAction = (result: RunResult): string => {
  const { verdict, environment } = result;
  const extra = `verdict ${verdict}; ${environment.cpuModel}, ${environment.cores} cores; ${environment.broker}`;
  const entries = contestantNames(result).flatMap((name) => {
    const beside = `${extra}${neverReached(result, name)}`;
    return [...latencyEntries(result, name, beside), ...countEntries(result, name, beside)];
  });
  return `${JSON.stringify(entries, null, 2)}\n`;
};

export const benchmarkAction: Report = {
  name: 'benchmark-action',
  file: 'benchmark.json',
  render: toBenchmarkAction,
};
