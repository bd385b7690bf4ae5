import type { GateFigure, GateResult } from '../result/gate.ts';
import type { RunResult } from '../result/run.ts';
import { columns } from '../shared/columns.ts';
import { formatDuration, formatNumber, formatRate } from '../shared/durations.ts';
import { printable } from '../shared/printable.ts';

/** A run that asked whether a build is worse. */
export interface Gated {
  readonly result: RunResult;
  readonly gate: GateResult;
}

const signed = (share: number): string => `${share < 0 ? '−' : '+'}${Math.abs(share * 100).toFixed(1)}%`;

const isCount = ({ metric }: GateFigure): boolean => metric === 'failed' || metric === 'lost';

const value = ({ metric }: GateFigure, figure: number | null): string => {
  if (figure === null) return '–';
  if (metric.startsWith('rate')) return formatRate(figure);
  return metric.includes('.') ? formatDuration(figure) : formatNumber(figure);
};

/** For instance `+4.4% [+3.1%, +5.8%]`. */
const changeOf = ({ change, low, high }: GateFigure): string => {
  if (change === null) return '–';
  return low === null || high === null
    ? signed(change)
    : `${signed(change)} [${signed(low)}, ${signed(high)}]`;
};

/** The cells of a figure, the same for all formats. */
const cellsOf = (figure: GateFigure): readonly string[] => [
  figure.metric,
  value(figure, figure.base),
  value(figure, figure.head),
  isCount(figure) ? '' : changeOf(figure),
  isCount(figure) ? 'none' : signed(figure.margin).slice(1),
  figure.verdict,
];

const heading = ['', 'base', 'head', 'worse by [interval]', 'margin', ''] as const;

const worst = (gated: readonly Gated[]): GateResult['verdict'] => {
  const order = ['worse', 'invalid', 'not decided'] as const;
  return order.find((one) => gated.some(({ gate }) => gate.verdict === one)) ?? 'not worse';
};

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

const minutes = (seconds: number): string => formatDuration(seconds * 1_000);

/** What is still open: how small a change would have been seen, and how much time would show the margin. */
const openAdvice = ({ gate }: Gated): readonly string[] =>
  gate.figures.flatMap(({ metric, verdict, smallest, margin, base, head }) => {
    if (verdict !== 'not decided') return [];
    if (smallest === null)
      return [`${metric} of ${gate.head}: ${base ?? 0} before and ${head ?? 0} now, which may be chance`];
    // The interval narrows with the root of the time.
    const needed = gate.usedSeconds * Math.max(1, smallest / Math.max(margin, 0.001)) ** 2 * 1.2;
    return [
      `${metric} of ${gate.head} not decided in ${minutes(gate.usedSeconds)}: smallest effect seen by now ${percent(smallest)}; ${minutes(Math.ceil(needed / 60) * 60)} would find ${percent(margin)}`,
    ];
  });

/** One line on what to do. */
export const gateAdvice = (gated: readonly Gated[]): string => {
  const verdict = worst(gated);
  if (verdict === 'worse') {
    const named = gated.flatMap(({ gate }) =>
      gate.figures
        .filter((figure) => figure.verdict === 'worse')
        .map((figure) => {
          const by =
            figure.change === null
              ? `${figure.base ?? 0} before, ${figure.head ?? 0} now`
              : signed(figure.change);
          return `${figure.metric} of ${gate.head} (${by})`;
        }),
    );
    return `Worse: ${named.join(', ')}. Find what changed there, or widen the margin where the price is meant (\`gate:\` in a scenario).`;
  }
  if (verdict === 'invalid')
    return 'Nothing can be said: too few valid pairs; the reasons stand above. Stop what else runs on this machine, and try again.';
  if (verdict === 'not worse') return 'Not worse: whatever changed is smaller than every margin.';
  return `${gated.flatMap(openAdvice).join('; ')}: give it more time with --within, or a quieter machine.`;
};

/** What was asked and how, in one line. */
const howOf = ({ result, gate }: Gated): string => {
  const { measure, load } = result.scenario;
  const how =
    measure === 'duet'
      ? 'both builds side by side'
      : measure === 'slices'
        ? 'in turn, in slices'
        : 'in interleaved rounds';
  const rate = load.stages[0]?.perSecond ?? 0;
  const pairs = Math.max(0, ...gate.figures.map((figure) => figure.pairs));
  return `${gate.head} seen from ${gate.base}: ${how}, ${formatRate(rate)}, ${pairs} starts, ${minutes(gate.usedSeconds)} of ${minutes(gate.withinSeconds)}`;
};

/** The gate for the terminal: a table for each contestant, and the advice. */
export const renderGate = (gated: readonly Gated[]): string => {
  const tables = gated.flatMap((one) => [
    howOf(one),
    ...columns([heading, ...one.gate.figures.map(cellsOf)]),
    '',
  ]);
  return `${[...tables, gateAdvice(gated)].map(printable).join('\n')}\n`;
};

export { cellsOf as gateCells, heading as gateHeading, howOf as gateHow, worst as worstGate };
