import { type PercentileName, percentileNames, phaseNames } from '../result/figures.ts';
import { outcomeClasses } from '../result/outcomes.ts';
import type { RunResult } from '../result/run.ts';
import { contestantNames, medianOf, outcomesOf } from './medians.ts';
import type { Report } from './report.ts';

type Labels = Readonly<Record<string, string>>;

const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');

const sample = (name: string, labels: Labels, value: number): string => {
  const pairs = Object.entries(labels).map(([key, text]) => `${key}="${escaped(text)}"`);
  return `${name}{${pairs.join(',')}} ${Number.isFinite(value) ? value : '+Inf'}`;
};

const quantileOf: Readonly<Record<PercentileName, string>> = {
  p50: '0.5',
  p90: '0.9',
  p95: '0.95',
  p99: '0.99',
  p999: '0.999',
};

const latencySamples = (result: RunResult, milestone: 'accepted' | 'completed'): readonly string[] =>
  contestantNames(result).flatMap((contestant) =>
    phaseNames.flatMap((phase) =>
      percentileNames.flatMap((rank) => {
        const median = medianOf(result, contestant, `${milestone}.${rank}`, phase);
        if (median === null) return [];
        const labels = { scenario: result.scenario.name, contestant, phase, quantile: quantileOf[rank] };
        const seconds = median === 'never' ? Number.POSITIVE_INFINITY : Number((median / 1_000).toFixed(6));
        return [sample(`tandem_${milestone}_latency_seconds`, labels, seconds)];
      }),
    ),
  );

const rateSamples = (result: RunResult): readonly string[] =>
  contestantNames(result).flatMap((contestant) =>
    (['offered', 'accepted', 'completed'] as const).flatMap((milestone) => {
      const median = medianOf(result, contestant, `rate.${milestone}`, 'all');
      if (typeof median !== 'number') return [];
      const labels = { scenario: result.scenario.name, contestant, milestone };
      return [sample('tandem_requests_per_second', labels, median)];
    }),
  );

const outcomeSamples = (result: RunResult): readonly string[] =>
  contestantNames(result).flatMap((contestant) => {
    const outcomes = outcomesOf(result, contestant);
    if (outcomes === null) return [];
    const labels = { scenario: result.scenario.name, contestant };
    return outcomeClasses.map((outcome) =>
      sample('tandem_requests', { ...labels, outcome }, outcomes[outcome]),
    );
  });

const verdictSamples = ({ scenario, verdict }: RunResult): readonly string[] =>
  (['pass', 'fail', 'invalid'] as const).map((state) =>
    sample('tandem_verdict', { scenario: scenario.name, verdict: state }, state === verdict ? 1 : 0),
  );

/**
 * Text that OpenMetrics 1.0 and the older Prometheus format read alike, for a push gateway or a text-file collector.
 * Never is `+Inf`; what has no support is left out. Percentiles are a summary, the only type with a `quantile` label.
 */
const toOpenMetrics = (result: RunResult): string => {
  const family = (
    name: string,
    type: string,
    help: string,
    samples: readonly string[],
  ): readonly string[] => [
    `# TYPE ${name} ${type}`,
    ...(name.endsWith('_seconds') ? [`# UNIT ${name} seconds`] : []),
    `# HELP ${name} ${help}`,
    ...samples,
  ];
  const latency = (milestone: 'accepted' | 'completed'): readonly string[] =>
    family(
      `tandem_${milestone}_latency_seconds`,
      'summary',
      `Time from due to ${milestone}, error-adjusted, median over rounds.`,
      latencySamples(result, milestone),
    );
  return `${[
    ...latency('accepted'),
    ...latency('completed'),
    ...family('tandem_requests_per_second', 'gauge', 'Median over rounds.', rateSamples(result)),
    ...family(
      'tandem_requests',
      'gauge',
      'Requests by outcome class, summed over rounds.',
      outcomeSamples(result),
    ),
    ...family(
      'tandem_verdict',
      'gauge',
      '1 for the verdict of the run, 0 for the others.',
      verdictSamples(result),
    ),
    '# EOF',
  ].join('\n')}\n`;
};

export const openMetrics: Report = { name: 'open-metrics', file: 'metrics.txt', render: toOpenMetrics };
