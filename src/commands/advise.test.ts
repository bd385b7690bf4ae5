import { Command, CommanderError } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UsageError } from '../shared/errors.ts';
import { registerAdvise } from './advise.ts';

const complete: Readonly<Record<string, string>> = {
  '--rate': '50/s',
  '--slowest-step': '20ms 80ms',
  '--in-answer': 'no',
  '--told-within': '1m',
  '--may-lose': 'nothing',
  '--may-fail': 'nothing',
  '--outage': '20s every 1d',
};

/** Reads a command line as the program does; gives what it complains about. */
const complaint = async (flags: Readonly<Record<string, string>>): Promise<string> => {
  const program = new Command('tandem').exitOverride().configureOutput({ writeErr: () => undefined });
  registerAdvise(program, new AbortController().signal);
  for (const command of program.commands)
    command.exitOverride().configureOutput({ writeErr: () => undefined });
  try {
    await program.parseAsync(['node', 'tandem', 'advise', '--plan', ...Object.entries(flags).flat()]);
  } catch (error) {
    if (error instanceof CommanderError || error instanceof UsageError) return error.message;
    throw error;
  }
  return 'no complaint';
};

describe('advise', () => {
  const { isTTY } = process.stdin;
  beforeEach(() => {
    process.stdin.isTTY = false;
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  });
  afterEach(() => {
    process.stdin.isTTY = isTTY;
    vi.restoreAllMocks();
  });

  it.each<[flag: string, wrong: string, expected: string]>([
    ['--rate', '40', 'expected a rate such as 40/s'],
    ['--peak', '200/s', 'expected none, or a rate and how long it lasts'],
    ['--slowest-step', '20', 'expected the median and the p99 of its work time'],
    ['--in-answer', 'perhaps', 'expected yes or no'],
    ['--told-within', '2', 'expected a duration such as 2s'],
    ['--may-lose', '0.1', 'expected nothing, anything, or a share such as 0.1%'],
    ['--may-fail', '200%', 'expected nothing, anything, or a share such as 0.1%'],
    ['--outage', '20s', 'expected none, or how long and how often'],
    ['--slow', '2s every 1h', 'expected none, or how much slower'],
    ['--broker-outage', 'often', 'expected none, or how long and how often'],
    ['--workflow', 'nothing-of-ours', 'unknown workflow `nothing-of-ours`'],
    ['--service', 'payment', 'did you mean `payments`?'],
    ['--workers', '0', 'expected a whole number from 1 to 4096'],
    ['--workers', '1', '--workers 1: can do'],
    ['--cpu-price', 'cheap', 'expected a price such as 0.04'],
    ['--within', 'soon', 'expected a duration such as 10m'],
    ['--within', '1m', 'more than the 1m of --within'],
    ['--max-others', '15', 'expected a share such as 15%'],
    ['--rounds', '0', 'expected a whole number from 1 to 1000'],
    ['--points', '4', 'expected a whole number from 0 to 3'],
    ['--seed', 'x', 'expected a whole number'],
  ])('refuses %s %s and says what it takes', async (flag, wrong, expected) => {
    const said = await complaint({ ...complete, [flag]: wrong });
    expect(said).toContain(flag);
    expect(said).toContain(expected);
  });

  it('names the flags that it needs where there is no terminal to ask on', async () => {
    expect(await complaint({ '--rate': '40/s', '--outage': 'none' })).toBe(
      'there is no terminal to ask on, so these flags are needed: --slowest-step <work>, --in-answer <yes|no>, --told-within <duration>, --may-lose <share>, --may-fail <share>',
    );
  });
});
