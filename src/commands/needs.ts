import { type Command, InvalidArgumentError, Option } from 'commander';
import { renderSeveralRuns } from '../planning/several-runs.ts';
import { askBack } from '../planning/too-much.ts';
import { needsResult, probeOf } from '../reports/needs-points.ts';
import type { RunResult } from '../result/run.ts';
import { catalogue } from '../scenario/catalogue.ts';
import type { Expression, Scenario } from '../scenario/scenario.ts';
import { select } from '../scenario/select.ts';
import { assertCountable, type Counted, withAmounts } from '../scenario/with-amounts.ts';
import { withRate } from '../scenario/with-rate.ts';
import { UsageError } from '../shared/errors.ts';
import { askBudgets, type BudgetFlags } from '../sweep/asked-budgets.ts';
import { type MeasureNeeds, mostProbes, type NeedsSearch, searchNeeds } from '../sweep/search-needs.ts';
import { rateList, wholeWithin } from './option-values.ts';
import { progressLine } from './progress-line.ts';
import { benchFor } from './run-files.ts';
import { announce, finishSweep, loadOptions, measureAll, readFor, type SweepFlags } from './run-sweep.ts';
import { withSearchOptions } from './search-options.ts';

interface Flags extends SweepFlags, BudgetFlags {
  readonly rates: readonly number[];
  readonly services?: readonly string[];
  readonly of: Counted;
  readonly amounts?: readonly number[];
}

/** As a scenario may have them. */
const bounds: Readonly<Record<Counted, number>> = { instances: 16, workers: 4_096 };
const usualAmounts: Readonly<Record<Counted, readonly number[]>> = {
  instances: [1, 2, 3, 4],
  workers: [1, 2, 4, 8, 16, 32, 64],
};
const mostAmounts = 32;

const nameList = (text: string): readonly string[] => {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes(''))
    throw new InvalidArgumentError('expected names of services, with commas between them');
  return [...new Set(names)];
};

const amountList = (text: string): readonly number[] => {
  const amounts = text.split(',').map((part) => wholeWithin(1, bounds.workers)(part.trim()));
  if (amounts.length > mostAmounts) throw new InvalidArgumentError(`expected ${mostAmounts} amounts at most`);
  return [...new Set(amounts)].toSorted((a, b) => a - b);
};

const searchOf = (scenario: Scenario, { rates, services, of, amounts }: Flags): NeedsSearch => {
  const chosen = services ?? Object.keys(scenario.services);
  assertCountable(scenario, chosen, of);
  const tried = amounts ?? usualAmounts[of];
  if ((tried.at(-1) ?? 0) > bounds[of])
    throw new UsageError(`--amounts: a service has ${bounds[of]} ${of} at most`);
  return {
    rates,
    contestants: scenario.contestants.map(({ name }) => name),
    services: chosen,
    amounts: tried,
    of,
  };
};

/** As many runs as there may be: of each contestant, every rate, and then the highest rate with the most of everything. */
const longestSearch = (scenario: Scenario, search: NeedsSearch): readonly Scenario[] => {
  const most = search.amounts.at(-1) ?? 1;
  const all = Object.fromEntries(search.services.map((service) => [service, most]));
  const further = mostProbes({ ...search, contestants: ['one'] }) - search.rates.length;
  const rates = [...search.rates, ...Array<number>(further).fill(search.rates.at(-1) ?? 0)];
  return search.contestants.flatMap((name) =>
    rates.map((rate) => withRate(withAmounts(select(scenario, [name]), search.of, all), rate)),
  );
};

const planOfSearch = (
  { name }: Scenario,
  { rates, contestants, services, amounts, of }: NeedsSearch,
  asked: readonly Expression[] | null,
  scenarios: readonly Scenario[],
): string => {
  const who = contestants.join(', ');
  const condition =
    asked === null
      ? `with which ${who} keep up`
      : `with which the budgets of ${who} hold: ${asked.map(({ text }) => text).join('; ')}`;
  return renderSeveralRuns({
    question: `needs of ${name}: the fewest ${of} ${condition}`,
    tries: [
      `offered rate: ${rates.map((rate) => `${rate}/s`).join(', ')}`,
      `${of} of ${services.join(', ')}: ${amounts.join(', ')}; more for the service whose slots were used up`,
    ],
    scenarios,
    isSearch: true,
  });
};

const findNeeds = async (file: string, flags: Flags, interrupt: AbortSignal): Promise<void> => {
  const { scenario, asked } = await askBudgets(
    await readFor(file, flags),
    flags,
    catalogue,
    loadOptions(flags),
  );
  const search = searchOf(scenario, flags);
  const longest = longestSearch(scenario, search);
  announce(planOfSearch(scenario, search, asked, longest));
  if (!flags.yes) askBack(longest);
  await using bench = await benchFor([scenario], progressLine(), interrupt);
  const runs: RunResult[] = [];
  const measure: MeasureNeeds = async (contestant, perSecond, amounts) => {
    if (interrupt.aborted) return null;
    const probe = withRate(withAmounts(select(scenario, [contestant]), search.of, amounts), perSecond);
    const [run] = await measureAll([{ scenario: probe }], { ...flags, only: [contestant] }, interrupt, bench);
    if (run === undefined) return null;
    runs.push(run.result);
    return probeOf(run.result, perSecond, asked);
  };
  const points = await searchNeeds(search, measure);
  const { name, title } = scenario;
  const last = runs.at(-1);
  finishSweep(
    last === undefined ? null : needsResult(last, { name, title, ...search, points }),
    flags,
    interrupt,
  );
};

export const registerNeeds = (program: Command, interrupt: AbortSignal): void => {
  withSearchOptions(
    program
      .command('needs')
      .description(
        'the fewest instances or workers of the services with which each rate is held, and what is used up with less',
      )
      .argument('<file>', 'scenario file with a rate, or the name of one as `tandem list` shows it')
      .requiredOption('--rates <list>', 'offered rates, for instance 50/s,100/s,200/s', rateList)
      .option('--services <list>', 'services that may have more; default: all of the workflow', nameList)
      .addOption(
        new Option('--of <what>', 'what is counted').choices(['instances', 'workers']).default('instances'),
      )
      .option(
        '--amounts <list>',
        'amounts to try, ascending; default 1,2,3,4 instances, or 1,2,4,8,16,32,64 workers',
        amountList,
      ),
    'contestant, rate and amount',
  ).action((file: string, flags: Flags) => findNeeds(file, flags, interrupt));
};
