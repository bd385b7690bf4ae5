import type { ScalingRecord } from '../result/observations.ts';
import type { RoundResult } from '../result/round.ts';
import type { RunResult } from '../result/run.ts';
import { median } from '../shared/median.ts';
import { noFigure, showCount, showMoment } from './format.ts';
import { figuresOf } from './medians.ts';

type Row = readonly [section: string, label: string, cell: (contestant: string) => string];

const section = 'services that scale';

const servicesOf = (result: RunResult): readonly string[] => [
  ...new Set(result.rounds.flatMap(({ scaling = [] }) => scaling.map(({ service }) => service))),
];

/** The median over the rounds that have the figure. */
const middle = (
  result: RunResult,
  contestant: string,
  of: (records: readonly ScalingRecord[]) => number | null | undefined,
): number | null => {
  const known = figuresOf(result, contestant).rounds.flatMap(({ scaling }) =>
    scaling === undefined ? [] : (of(scaling) ?? []),
  );
  return known.length === 0 ? null : median(known);
};

/** How far each service that scales went, and when it began to; nothing where none changed. */
export const scalingRows = (result: RunResult): readonly Row[] =>
  servicesOf(result).flatMap((service): readonly Row[] => {
    const row = (
      label: string,
      of: (own: readonly ScalingRecord[]) => number | null | undefined,
      show: (value: number) => string,
    ): Row => [
      section,
      `${service}, ${label}`,
      (contestant) => {
        const value = middle(result, contestant, (records) =>
          of(records.filter((one) => one.service === service)),
        );
        return value === null ? noFigure : show(value);
      },
    ];
    const firstMore = (own: readonly ScalingRecord[]) => own.find(({ from, to }) => to > from);
    return [
      row(
        'processes at most',
        (own) => (own.length === 0 ? null : Math.max(...own.flatMap(({ from, to }) => [from, to]))),
        (value) => showCount(Math.round(value)),
      ),
      row('more asked for at', (own) => firstMore(own)?.at, showMoment),
      row('and serving at', (own) => firstMore(own)?.doneAt, showMoment),
    ];
  });

/** `payments 1→2 at 4.0 s, →3 at 6.0 s`, by the moments of the decisions; empty where nothing changed. */
export const showScaling = ({ scaling = [] }: RoundResult): string =>
  [...new Set(scaling.map(({ service }) => service))]
    .map((service) => {
      const own = scaling.filter((one) => one.service === service);
      const steps = own.map(
        ({ from, to, at }, place) => `${place === 0 ? from : ''}→${to} at ${showMoment(at)}`,
      );
      return `${service} ${steps.join(', ')}`;
    })
    .join('; ');

/** The same for each contestant of which a round is shown. */
export const scalingLine = (
  shown: readonly { readonly name: string; readonly round: RoundResult }[],
): string =>
  shown
    .map(({ name, round }) => ({ name, said: showScaling(round) }))
    .filter(({ said }) => said !== '')
    .map(({ name, said }) => `${name}: ${said}`)
    .join('; ');
