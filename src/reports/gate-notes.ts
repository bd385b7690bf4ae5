import type { RunResult } from '../result/run.ts';

const percent = (share: number): string => `${share < 0 ? '−' : '+'}${Math.abs(share * 100).toFixed(1)}%`;

/** What the gate of a run says, a line for its verdict and one for each figure that is not settled; nothing where none was asked for. */
export const gateNotes = ({ gate }: RunResult): readonly string[] => {
  if (gate === undefined) return [];
  const figures = gate.figures
    .filter(({ verdict }) => verdict !== 'not worse')
    .map(({ metric, verdict, base, head, change, low, high, margin }) => {
      const interval = low === null || high === null ? '' : ` [${percent(low)}, ${percent(high)}]`;
      const by =
        change === null
          ? `${base ?? 'never'} before, ${head ?? 'never'} now`
          : `${percent(change)}${interval}`;
      return `Gate, ${metric}: ${verdict} (${by}; margin ${percent(margin)}).`;
    });
  return [
    `Gate: ${gate.head} is ${gate.verdict === 'invalid' ? 'not judged, for too few rounds are valid' : gate.verdict}, seen from ${gate.base} (${gate.commit.slice(0, 12)}).`,
    ...figures,
  ];
};
