import type { SeriesOption } from 'echarts';
import { openCircuits } from '../circuits.ts';
import type { Range } from './frame.ts';
import { contestantColour } from './look.ts';
import type { ShownRound } from './shown-round.ts';

/** Whether any of the rounds had an open circuit, for the words under a chart. */
const anyOpen = (shown: readonly ShownRound[]): boolean =>
  shown.some(({ round }) => openCircuits(round).length > 0);

/** For the description of a chart over time; '' where no circuit opened. */
export const circuitsDescribed = (shown: readonly ShownRound[]): string =>
  anyOpen(shown)
    ? ' A band between dashed lines in the colour of a contestant: at least one of its circuits to the named service was open.'
    : '';

/**
 * When circuits were open, as bands between dashed lines in the contestant's colour: not to be taken for a fault, which is
 * a filled grey band. None where no circuit opened. Cut to the range of the time axis, s.
 */
export const circuitBands = (
  panel: number,
  shown: readonly ShownRound[],
  [first, last]: Range,
  { labelled }: { readonly labelled: boolean },
): SeriesOption[] =>
  shown.flatMap(({ name, position, round }) =>
    openCircuits(round).flatMap(({ callee, spans }): SeriesOption[] => {
      const seen = spans
        .map(({ from, to }) => ({ from: Math.max(first, from / 1_000), to: Math.min(last, to / 1_000) }))
        .filter(({ from, to }) => to > from);
      if (seen.length === 0) return [];
      const colour = contestantColour(position);
      const text = `${name}: circuit to ${callee} open`;
      const band: SeriesOption = {
        type: 'line',
        xAxisIndex: panel,
        yAxisIndex: panel,
        data: [],
        silent: true,
        markArea: {
          silent: true,
          itemStyle: { color: 'none', borderColor: colour, borderWidth: 1, borderType: 'dashed' },
          label: { color: colour, fontSize: 12, position: 'insideBottom', textBorderWidth: 0 },
          data: seen.map(({ from, to }, index) => [
            { name: labelled && index === 0 ? text : '', xAxis: from },
            { xAxis: to },
          ]),
        },
      };
      return [band];
    }),
  );
