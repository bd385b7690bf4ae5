import { type Command, InvalidArgumentError } from 'commander';
import { parseRate } from '../scenario/durations.ts';
import { collect, positive, wholeNumber } from './option-values.ts';
import { finishSweep, measureAt, type SweepFlags } from './sweep/run-sweep.ts';

const leastRates = 2;

const rateList = (text: string): readonly number[] => {
  const rates = text.split(',').map((part) => parseRate(part.trim()));
  if (rates.some((rate) => rate === null || rate <= 0) || new Set(rates).size < leastRates)
    throw new InvalidArgumentError('expected two or more rates such as 20/s,40/s,80/s');
  return rates as number[];
};

export const registerSweep = (program: Command, interrupt: AbortSignal): void => {
  program
    .command('sweep')
    .description('a scenario at several offered rates: latency and loss as curves over the rate')
    .argument('<file>', 'scenario file with a rate')
    .requiredOption('--rates <list>', 'offered rates, for instance 20/s,40/s,80/s', rateList)
    .option('--rounds <n>', 'rounds per contestant and rate, instead of the scenario’s', wholeNumber)
    .option('--only <contestant>', 'run this contestant only; may be repeated', collect, [])
    .option('--out <dir>', 'folder for results', 'results')
    .option('--seed <n>', 'seed of arrivals, users, work and declines', wholeNumber, 1)
    .option('--scale <f>', 'shorten or lengthen all durations', positive, 1)
    .option('--json', 'print the result document on stdout and nothing else there')
    .action(async (file: string, { rates, ...flags }: SweepFlags & { rates: readonly number[] }) => {
      const ascending = [...new Set(rates)].toSorted((a, b) => a - b);
      finishSweep(await measureAt(file, ascending, flags, interrupt), flags, interrupt);
    });
};
