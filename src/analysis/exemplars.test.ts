import { describe, expect, test } from 'vitest';
import { completedAfter, figuresOf, type SyntheticRequest } from '../../test/support/synthetic-round.ts';

const refused = (dueAt: number): SyntheticRequest => ({ dueAt, answer: 'error', answeredAfter: 12 });
const stranded = (dueAt: number): SyntheticRequest => ({
  dueAt,
  answer: 'error',
  answeredAfter: 30,
  did: [
    ['opened', 1],
    ['charged', 2],
  ],
});

/** So many requests, ten ms apart, each decided by its number. */
const requests = (count: number, of: (index: number, dueAt: number) => SyntheticRequest) =>
  figuresOf(
    Array.from({ length: count }, (_unused, index) => of(index, index * 10)),
    count * 10,
  ).exemplars;

describe('the requests shown at p50 and p99', () => {
  test('are those at the ranks when all completed', () => {
    const [p50, p99] = requests(100, (index, dueAt) => completedAfter(dueAt, 101 + index));
    expect(p50).toMatchObject({ percentile: 50, outcome: 'completed', never: false, completedAt: 150 });
    expect(p99).toMatchObject({ percentile: 99, outcome: 'completed', never: false, completedAt: 199 });
  });

  test('are no survivors: where a third was refused, p99 is one of the refused', () => {
    const [p50, p99] = requests(99, (index, dueAt) =>
      index % 3 === 0 ? refused(dueAt) : completedAfter(dueAt, 101 + index),
    );
    // 66 completed; the 50th of 99 is the 50th of them: 0, 3, 6 … are refused, so it is number 74.
    expect(p50).toMatchObject({ outcome: 'completed', never: false, completedAt: 175 });
    expect(p99).toMatchObject({ percentile: 99, outcome: 'refused', never: true, completedAt: 12 });
  });

  test('stand behind one another from the mildest end to the worst', () => {
    // 40 completed, 40 refused, 20 stranded: p50 is a refused one, p99 a stranded one.
    const [p50, p99] = requests(100, (index, dueAt) =>
      index % 5 === 4 ? stranded(dueAt) : index % 5 < 2 ? completedAfter(dueAt, 20) : refused(dueAt),
    );
    expect(p50).toMatchObject({ outcome: 'refused', never: true });
    expect(p99).toMatchObject({ outcome: 'stranded', never: true });
  });

  test('show a failed one even where nothing completed', () => {
    const shown = requests(50, (_index, dueAt) => refused(dueAt));
    expect(shown.map(({ percentile, outcome, never }) => [percentile, outcome, never])).toEqual([
      [50, 'refused', true],
      [99, 'refused', true],
    ]);
  });

  test('leave declines out, of which no completion is expected', () => {
    const declined = (dueAt: number): SyntheticRequest => ({
      dueAt,
      answer: 'declined',
      answeredAfter: 10,
      did: [
        ['opened', 1],
        ['declined', 2],
        ['cancelled', 3],
      ],
    });
    const shown = requests(40, (index, dueAt) => (index < 4 ? declined(dueAt) : completedAfter(dueAt, 20)));
    expect(shown.map(({ outcome, never }) => [outcome, never])).toEqual([
      ['completed', false],
      ['completed', false],
    ]);
  });
});
