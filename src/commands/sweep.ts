import { type Command, InvalidArgumentError } from 'commander';
import { renderSeveralRuns } from '../planning/several-runs.ts';
import { sweptResult } from '../reports/sweep-points.ts';
import { variedResult } from '../reports/varied-points.ts';
import { catalogue } from '../scenario/catalogue.ts';
import { meanRate } from '../scenario/mean-rate.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { withRate } from '../scenario/with-rate.ts';
import { UsageError } from '../shared/errors.ts';
import { assertDifferent, readVaried } from '../sweep/read-varied.ts';
import { gridOf, parseVary } from '../sweep/vary.ts';
import { rateList, repeated, roundCount, scaleFactor, wholeNumber } from './option-values.ts';
import { announce, finishSweep, loadOptions, measureAll, readFor, type SweepFlags } from './run-sweep.ts';

const leastRates = 2;

interface Flags extends SweepFlags {
  readonly rates?: readonly number[];
  readonly vary: readonly string[];
}

const sweepRates = (text: string): readonly number[] => {
  const rates = rateList(text);
  if (rates.length < leastRates)
    throw new InvalidArgumentError('expected two to fifty rates such as 20/s,40/s,80/s');
  return rates;
};

const runs = (scenario: Scenario): string =>
  `sweep of ${scenario.name}: ${scenario.contestants.map(({ name }) => name).join(', ')}`;

const overRates = async (
  file: string,
  rates: readonly number[],
  flags: SweepFlags,
  interrupt: AbortSignal,
): Promise<void> => {
  const scenario = await readFor(file, flags);
  const points = rates.map((perSecond) => ({ perSecond, scenario: withRate(scenario, perSecond) }));
  announce(
    renderSeveralRuns({
      question: runs(scenario),
      tries: [`offered rate: ${rates.map((rate) => `${rate}/s`).join(', ')}`],
      scenarios: points.map((point) => point.scenario),
      isSearch: false,
    }),
  );
  const measured = await measureAll(points, flags, interrupt);
  finishSweep(measured.length === 0 ? null : sweptResult(measured), flags, interrupt);
};

const overValues = async (
  file: string,
  written: readonly string[],
  flags: SweepFlags,
  interrupt: AbortSignal,
): Promise<void> => {
  const varies = written.map(parseVary);
  const grid = gridOf(varies);
  const base = await readFor(file, { ...flags, only: [] });
  const points = [];
  for (const point of grid) {
    const scenario = await readVaried(base, point, catalogue, loadOptions(flags));
    const at = point.map((one) => one.at.text);
    points.push({ at, perSecond: meanRate(scenario), scenario });
  }
  const scenarios = points.map(({ scenario }) => scenario);
  assertDifferent(grid, scenarios);
  announce(
    renderSeveralRuns({
      question: runs(scenarios[0] === undefined ? base : { ...scenarios[0], name: base.name }),
      tries: varies.map(({ path, values }) => `${path}: ${values.map(({ text }) => text).join(', ')}`),
      scenarios,
      isSearch: false,
    }),
  );
  const measured = await measureAll(points, flags, interrupt);
  const paths = varies.map(({ path }) => path);
  const { name, title } = base;
  finishSweep(
    measured.length === 0 ? null : variedResult(measured, { name, title, paths }),
    flags,
    interrupt,
  );
};

export const registerSweep = (program: Command, interrupt: AbortSignal): void => {
  program
    .command('sweep')
    .description(
      'a scenario at several offered rates, or with several values in one or two of its places: latency and loss as curves',
    )
    .argument('<file>', 'scenario file, or the name of one as `tandem list` shows it')
    .option('--rates <list>', 'offered rates, for instance 20/s,40/s,80/s', sweepRates)
    .option(
      '--vary <path=values>',
      'values for a place in the scenario, for instance services.payments.workers=2,4,8 or contestants.http.retries=0,2; may be given twice for a grid',
      repeated,
      [],
    )
    .option('--rounds <n>', 'rounds per contestant and point, instead of the scenario’s', roundCount)
    .option('--only <contestant>', 'run this contestant only; may be repeated', repeated, [])
    .option('--out <dir>', 'folder for results', 'results')
    .option('--seed <n>', 'seed of arrivals, users, work and declines', wholeNumber, 1)
    .option('--scale <f>', 'shorten or lengthen all durations', scaleFactor, 1)
    .option('--yes', 'run even what would send very many requests, take hours or fill the memory')
    .option('--json', 'print the result document on stdout and nothing else there')
    .action(async (file: string, { rates, vary, ...flags }: Flags) => {
      if ((rates === undefined) === (vary.length === 0))
        throw new UsageError(
          'a sweep needs either --rates 20/s,40/s,80/s or --vary PATH=VALUE,VALUE; for both at once, vary load.rate',
        );
      if (rates === undefined) await overValues(file, vary, flags, interrupt);
      else await overRates(file, rates, flags, interrupt);
    });
};
