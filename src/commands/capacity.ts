import { type Command, InvalidArgumentError } from 'commander';
import { parseRate } from '../scenario/durations.ts';
import { UsageError } from '../shared/errors.ts';
import { collect, positive, wholeNumber } from './option-values.ts';
import { finishSweep, measureAt, type SweepFlags } from './sweep/run-sweep.ts';
import { searchCapacity } from './sweep/search-capacity.ts';

interface Flags extends SweepFlags {
  readonly from: number;
  readonly to: number;
  readonly halvings: number;
}

const rate = (text: string): number => {
  const perSecond = parseRate(text);
  if (perSecond === null || perSecond <= 0) throw new InvalidArgumentError('expected a rate such as 25/s');
  return perSecond;
};

export const registerCapacity = (program: Command, interrupt: AbortSignal): void => {
  program
    .command('capacity')
    .description(
      'between which two offered rates the contestants of a scenario stop keeping up: by doubling, then by halving the gap',
    )
    .argument('<file>', 'scenario file with a rate')
    .option('--from <rate>', 'lowest rate', rate, 25)
    .option('--to <rate>', 'highest rate at most', rate, 400)
    .option('--halvings <n>', 'how often the gap is halved, for each contestant', wholeNumber, 2)
    .option('--rounds <n>', 'rounds per contestant and rate', wholeNumber, 1)
    .option('--only <contestant>', 'run this contestant only; may be repeated', collect, [])
    .option('--out <dir>', 'folder for results', 'results')
    .option('--seed <n>', 'seed of arrivals, users, work and declines', wholeNumber, 1)
    .option('--scale <f>', 'shorten or lengthen all durations', positive, 1)
    .option('--json', 'print the result document on stdout and nothing else there')
    .action(async (file: string, { from, to, halvings, ...flags }: Flags) => {
      if (to < 2 * from)
        throw new UsageError('--to must be at least twice --from, for instance --from 25/s --to 200/s');
      const runs = await searchCapacity({ from, to, halvings }, (perSecond, only) =>
        interrupt.aborted
          ? Promise.resolve([])
          : measureAt(file, [perSecond], { ...flags, only: only === null ? flags.only : [only] }, interrupt),
      );
      finishSweep(runs, flags, interrupt);
    });
};
