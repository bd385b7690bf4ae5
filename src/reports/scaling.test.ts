import { expect, test } from 'vitest';
import { roundLiteral } from '../../test/support/round-literal.ts';
import { showScaling } from './scaling.ts';

const change = { utilisation: 1, target: 0.7, doneAt: null };

test('the changes of each service stand one after the other', () => {
  const scaling = [
    { ...change, service: 'stock', at: 1_900, from: 1, to: 2 },
    { ...change, service: 'mail', at: 2_000, from: 2, to: 4 },
    { ...change, service: 'stock', at: 4_000, from: 2, to: 1 },
  ];
  const round = roundLiteral({ contestant: 'http' });
  expect(showScaling({ ...round, scaling })).toBe('stock 1→2 at 1.9 s, →1 at 4.0 s; mail 2→4 at 2.0 s');
  expect(showScaling(round)).toBe('');
});
