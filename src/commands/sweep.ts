import { type Command, InvalidArgumentError } from 'commander';
import { offeredRate, repeated, roundCount, scaleFactor, wholeNumber } from './option-values.ts';
import { finishSweep, measureAt, type SweepFlags } from './run-sweep.ts';

const leastRates = 2;
const mostRates = 50;

const rateList = (text: string): readonly number[] => {
  const rates = text.split(',').map(offeredRate);
  if (new Set(rates).size < leastRates || rates.length > mostRates)
    throw new InvalidArgumentError('expected two to fifty rates such as 20/s,40/s,80/s');
  return rates;
};

export const registerSweep = (program: Command, interrupt: AbortSignal): void => {
  program
    .command('sweep')
    .description('a scenario at several offered rates: latency and loss as curves over the rate')
    .argument('<file>', 'scenario file with a rate')
    .requiredOption('--rates <list>', 'offered rates, for instance 20/s,40/s,80/s', rateList)
    .option('--rounds <n>', 'rounds per contestant and rate, instead of the scenario’s', roundCount)
    .option('--only <contestant>', 'run this contestant only; may be repeated', repeated, [])
    .option('--out <dir>', 'folder for results', 'results')
    .option('--seed <n>', 'seed of arrivals, users, work and declines', wholeNumber, 1)
    .option('--scale <f>', 'shorten or lengthen all durations', scaleFactor, 1)
    .option('--yes', 'run even what would send very many requests, take hours or fill the memory')
    .option('--json', 'print the result document on stdout and nothing else there')
    .action(async (file: string, { rates, ...flags }: SweepFlags & { rates: readonly number[] }) => {
      const ascending = [...new Set(rates)].toSorted((a, b) => a - b);
      finishSweep(await measureAt(file, ascending, flags, interrupt), flags, interrupt);
    });
};
