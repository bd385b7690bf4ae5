import type { Command } from 'commander';
import { repeated, roundCount, scaleFactor, wholeNumber } from './option-values.ts';

/** What every search over several runs takes: what must hold, who runs, and for how long. `each`: what a number of rounds counts for. */
export const withSearchOptions = (command: Command, each: string): Command =>
  command
    .option(
      '--budget <comparison>',
      "what must hold at a rate instead of keeping up with it, for instance 'completed.p95 < 500ms'; may be repeated",
      repeated,
      [],
    )
    .option('--budgets', 'the budgets of the scenario must hold')
    .option('--rounds <n>', `rounds per ${each}`, roundCount, 1)
    .option('--only <contestant>', 'run this contestant only; may be repeated', repeated, [])
    .option('--out <dir>', 'folder for results', 'results')
    .option('--seed <n>', 'seed of arrivals, users, work and declines', wholeNumber, 1)
    .option('--scale <f>', 'shorten or lengthen all durations', scaleFactor, 1)
    .option('--yes', 'run even what would send very many requests, take hours or fill the memory')
    .option('--json', 'print the result document on stdout and nothing else there');
