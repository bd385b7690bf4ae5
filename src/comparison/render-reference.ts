import type { Comparison, RunResult } from '../result/run.ts';
import { columns } from '../shared/columns.ts';
import { showRatio, showVerdict } from './render-comparison.ts';

const inverse = { faster: 'slower', slower: 'faster', 'no difference shown': 'no difference shown' } as const;

const oneOver = (value: number | null): number | null => (value === null ? null : 1 / value);

/** The same comparison with b as the one that others are seen from. */
const turned = ({ metric, a, b, ratio, low, high, verdict }: Comparison): Comparison => ({
  metric,
  a: b,
  b: a,
  ratio: oneOver(ratio),
  low: oneOver(high),
  high: oneOver(low),
  verdict: inverse[verdict],
});

/** What of the comparisons of a run is about one contestant in both builds, seen from the other build. */
const referenceComparisons = ({ comparisons }: RunResult['summary']): readonly Comparison[] =>
  comparisons
    .map((one) => (one.b.startsWith(`${one.a}@`) ? turned(one) : one))
    .filter(({ a, b }) => a.startsWith(`${b}@`));

/** Every contestant against its twin of another build; empty where the run has none. */
export const renderReference = ({ summary }: RunResult): string => {
  const compared = referenceComparisons(summary);
  const twins = [...new Set(compared.map(({ a }) => a))];
  const tables = twins.flatMap((twin) => {
    const own = compared.filter(({ a }) => a === twin);
    const rows = own.map((one) => [one.metric, showRatio(one), showVerdict(one.verdict)]);
    const present = own[0]!.b;
    return [
      `${present} seen from ${twin}, rounds paired`,
      ...columns([['', 'ratio [95%]', `${present} is`], ...rows]),
      '',
    ];
  });
  return tables.length === 0 ? '' : `${tables.join('\n')}\n`;
};
