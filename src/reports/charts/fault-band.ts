import type { SeriesOption } from 'echarts';
import type { RoundResult } from '../../analysis/result.ts';
import { band, faint } from './look.ts';

export interface FaultWindow {
  readonly label: string;
  /** Seconds from the end of the warm-up. */
  readonly from: number;
  readonly to: number;
}

/** When faults really were in force in a round; without a lift until `endMs`. */
export const faultWindows = (round: RoundResult, endMs: number): readonly FaultWindow[] =>
  round.faults.flatMap(({ type, target, struckAt, liftedAt, applies }) =>
    applies && struckAt !== null
      ? [{ label: `${type} ${target}`, from: struckAt / 1_000, to: (liftedAt ?? endMs) / 1_000 }]
      : [],
  );

/** Bands in one panel. Each contestant's windows are drawn over one another: the darker, the more were struck. */
export const faultBands = (
  panel: number,
  windows: readonly FaultWindow[],
  { labelled }: { readonly labelled: boolean },
): SeriesOption => {
  const seen = new Set<string>();
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
      itemStyle: { color: band, borderWidth: 0 },
      label: { color: faint, fontSize: 12, position: 'insideTop', textBorderWidth: 0 },
      data: windows.map((window) => [
        { name: label(window.label), xAxis: window.from },
        { xAxis: window.to },
      ]),
    },
  };
};
