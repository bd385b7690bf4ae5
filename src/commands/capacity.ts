import type { Command } from 'commander';
import { renderSeveralRuns } from '../planning/several-runs.ts';
import { askBack } from '../planning/too-much.ts';
import { sweptResult } from '../reports/sweep-points.ts';
import { catalogue } from '../scenario/catalogue.ts';
import type { Expression, Scenario } from '../scenario/scenario.ts';
import { select } from '../scenario/select.ts';
import { withRate } from '../scenario/with-rate.ts';
import { UsageError } from '../shared/errors.ts';
import { askBudgets, type BudgetFlags } from '../sweep/asked-budgets.ts';
import { type MeasureRate, searchCapacity } from '../sweep/search-capacity.ts';
import { offeredRate, wholeWithin } from './option-values.ts';
import { progressLine } from './progress-line.ts';
import { benchFor } from './run-files.ts';
import { announce, finishSweep, loadOptions, measureAll, readFor, type SweepFlags } from './run-sweep.ts';
import { withSearchOptions } from './search-options.ts';

interface Flags extends SweepFlags, BudgetFlags {
  readonly from: number;
  readonly to: number;
  readonly halvings: number;
}

const mostHalvings = 20;

type Bounds = Pick<Flags, 'from' | 'to' | 'halvings'>;

const doublingsOf = ({ from, to }: Bounds): readonly number[] => {
  const rates: number[] = [];
  for (let rate = from; rate <= to; rate *= 2) rates.push(rate);
  return rates;
};

/** Every run of the longest search that there may be. */
const longestSearch = (scenario: Scenario, bounds: Bounds): readonly Scenario[] => {
  const rates = doublingsOf(bounds);
  const highest = withRate(scenario, rates.at(-1) ?? bounds.from);
  const alone = scenario.contestants.map((contestant) => ({ ...highest, contestants: [contestant] }));
  return [
    ...rates.map((rate) => withRate(scenario, rate)),
    ...Array.from({ length: bounds.halvings }, () => alone).flat(),
  ];
};

const questionOf = ({ name, contestants }: Scenario, asked: readonly Expression[] | null): string => {
  const who = contestants.map((contestant) => contestant.name).join(', ');
  return asked === null
    ? `capacity of ${name}: the highest rate with which ${who} keep up`
    : `capacity of ${name}: the highest rate at which the budgets of ${who} hold: ${asked.map(({ text }) => text).join('; ')}`;
};

const planOfSearch = (
  scenario: Scenario,
  asked: readonly Expression[] | null,
  bounds: Bounds,
  scenarios: readonly Scenario[],
): string => {
  const rates = doublingsOf(bounds).map((rate) => `${rate}/s`);
  const times = bounds.halvings === 1 ? 'once' : `${bounds.halvings} times`;
  return renderSeveralRuns({
    question: questionOf(scenario, asked),
    tries: [
      `doubling: ${rates.join(', ')}, until nobody holds the rate`,
      ...(bounds.halvings === 0 ? [] : [`then each by itself: its gap halved ${times}`]),
    ],
    scenarios,
    isSearch: true,
  });
};

export const registerCapacity = (program: Command, interrupt: AbortSignal): void => {
  withSearchOptions(
    program
      .command('capacity')
      .description(
        'between which two offered rates the contestants of a scenario stop keeping up, or stop holding budgets: by doubling, then by halving the gap',
      )
      .argument('<file>', 'scenario file with a rate')
      .option('--from <rate>', 'lowest rate', offeredRate, 25)
      .option('--to <rate>', 'highest rate at most', offeredRate, 400)
      .option(
        '--halvings <n>',
        'how often the gap is halved, for each contestant',
        wholeWithin(0, mostHalvings),
        2,
      ),
    'contestant and rate',
  ).action(async (file: string, flags: Flags) => {
    const { from, to, halvings } = flags;
    if (to < 2 * from)
      throw new UsageError('--to must be at least twice --from, for instance --from 25/s --to 200/s');
    const { scenario, asked } = await askBudgets(
      await readFor(file, flags),
      flags,
      catalogue,
      loadOptions(flags),
    );
    const longest = longestSearch(scenario, flags);
    announce(planOfSearch(scenario, asked, flags, longest));
    if (!flags.yes) askBack(longest);
    await using bench = await benchFor([scenario], progressLine(), interrupt);
    const measure: MeasureRate = (perSecond, alone) => {
      if (interrupt.aborted) return Promise.resolve([]);
      const probe = withRate(alone === null ? scenario : select(scenario, [alone]), perSecond);
      const only = alone === null ? flags.only : [alone];
      return measureAll([{ perSecond, scenario: probe }], { ...flags, only }, interrupt, bench);
    };
    const runs = await searchCapacity({ from, to, halvings, asked }, measure);
    finishSweep(runs.length === 0 ? null : sweptResult(runs, asked), flags, interrupt);
  });
};
