import { describe, expect, it } from 'vitest';
import { unmetFaults } from './unmet-faults.ts';

const round = (contestant: string, applies: boolean, attempt = 1) => ({
  contestant,
  round: 1,
  attempt,
  faults: [{ type: 'latency', target: 'payments→subscriptions', applies }],
});

describe('unmetFaults', () => {
  it('names a fault whose part no contestant has', () => {
    expect(unmetFaults([round('http', false), round('events', false)], ['http', 'events'])).toEqual([
      expect.stringContaining('latency on payments→subscriptions acts on a part that no contestant has'),
    ]);
  });

  it.each([
    ['one contestant has the part', [round('http', true), round('events', false)]],
    ['the others are still to come', [round('http', false)]],
    ['a repetition met it', [round('http', false), round('http', true, 2), round('events', false)]],
  ])('says nothing when %s', (_, rounds) => {
    expect(unmetFaults(rounds, ['http', 'events'])).toEqual([]);
  });
});
