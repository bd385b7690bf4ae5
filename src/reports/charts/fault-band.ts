import type { SeriesOption } from 'echarts';
import type { RoundResult } from '../../result/round.ts';
import { band, faint } from './look.ts';

export interface FaultWindow {
  readonly label: string;
  /** Seconds from the end of the warm-up. */
  readonly from: number;
  readonly to: number;
}

/** A fault with its times, ms from the end of the warm-up; null: not yet. */
type TimedFault = Pick<RoundResult['faults'][number], 'type' | 'target' | 'struckAt' | 'liftedAt'>;

/** When a fault really was in force, not cleared until `endMs`; null where it never was. */
export const windowOf = (
  { type, target, struckAt, liftedAt }: TimedFault,
  endMs: number,
): FaultWindow | null =>
  struckAt === null
    ? null
    : { label: `${type} ${target}`, from: struckAt / 1_000, to: (liftedAt ?? endMs) / 1_000 };

/** When the faults that apply to a round really were in force, and when the named stages of its load were. */
export const faultWindows = (round: RoundResult, endMs: number): readonly FaultWindow[] => [
  ...Object.entries(round.stages ?? {}).flatMap(([label, { during }]) =>
    during.windows.map(([from, to]) => ({ label, from: from / 1_000, to: to / 1_000 })),
  ),
  ...round.faults.filter(({ applies }) => applies).flatMap((fault) => windowOf(fault, endMs) ?? []),
];

/** One window per fault, over all contestants: for small panels, where several bands would hide the lines. */
export const mergedWindows = (windows: readonly FaultWindow[]): readonly FaultWindow[] => {
  const merged: FaultWindow[] = [];
  for (const window of windows.toSorted((a, b) => a.from - b.from)) {
    const known = merged.findIndex(
      ({ label, from, to }) => label === window.label && window.from <= to && from <= window.to,
    );
    const same = merged[known];
    if (same === undefined) merged.push(window);
    else
      merged[known] = { ...same, from: Math.min(same.from, window.from), to: Math.max(same.to, window.to) };
  }
  return merged;
};

/** Bands in one panel. Each contestant's windows are drawn over one another: the darker, the more contestants met it. */
export const faultBands = (
  panel: number,
  windows: readonly FaultWindow[],
  { labelled }: { readonly labelled: boolean },
): SeriesOption => {
  const seen = new Set<string>();
  const layers = Math.max(
    1,
    ...windows.map(({ label }) => windows.filter((other) => other.label === label).length),
  );
  const label = (text: string): string => {
    if (!labelled || seen.has(text)) return '';
    seen.add(text);
    return text;
  };
  return {
    type: 'line',
    xAxisIndex: panel,
    yAxisIndex: panel,
    data: [],
    silent: true,
    markArea: {
      silent: true,
      // Together the layers are about as dark as one band.
      itemStyle: { color: band, borderWidth: 0, opacity: Math.min(1, 1.4 / layers) },
      label: { color: faint, fontSize: 12, position: 'insideTop', textBorderWidth: 0 },
      data: windows.map((window) => [
        { name: label(window.label), xAxis: window.from },
        { xAxis: window.to },
      ]),
    },
  };
};
