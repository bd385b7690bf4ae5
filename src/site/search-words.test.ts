import { expect, it } from 'vitest';
import { isFound, searchWords } from './search-words.ts';

const words = searchWords(['payments-crash', 'Payments is killed', 'AMD EPYC', 'pass']);

it.each([
  { filter: '', found: true },
  { filter: '  ', found: true },
  { filter: 'PAYMENTS', found: true },
  { filter: 'epyc pass', found: true },
  { filter: 'crash fail', found: false },
])('"$filter" finds the run: $found', ({ filter, found }) => expect(isFound(words, filter)).toBe(found));
