import { describe, expect, it } from 'vitest';
import { catalogueLiteral } from '../../test/support/catalogue-literal.ts';
import { UsageError } from '../shared/errors.ts';
import { parseScenario } from './load.ts';

const smallest = `title: Nothing breaks
claim: Both work.
load: { rate: 100/s }
`;

const complaint = (source: string): string => {
  try {
    parseScenario(source, '/scenarios/payments-crash.yaml', catalogueLiteral);
  } catch (error) {
    if (error instanceof UsageError)
      return error.message.replaceAll('/scenarios/payments-crash.yaml', 'x.yaml');
    throw error;
  }
  return 'no complaint';
};

describe('parseScenario reports at the place, with a caret', () => {
  it('every problem at once, in the order of the file', () => {
    const source = `titel: Typo
claim: Both work.
contestants:
  http: { style: htpp }
  events: { style: events, policies: { retries: 3, prefetsh: 10 } }
load: { rate: 100, warmUp: 3 }
faults:
  - { at: 5s, for: 5s, crush: payments }
  - { at: 5s, for: 5s, crash: paymnets }
  - { at: 5s, for: 5s, crash: payments, instance: 2 }
  - { at: 25s, for: 5s, broker-crash: broker, jitter: 3ms }
hypotheses:
  - http.complete.p95 > 2s
budgets:
  - "events.lost == 0%"
  - http.lost == 0
`;
    expect(`${complaint(source)}\n`).toBe(`x.yaml:1:1: missing key \`title\`
  1 | titel: Typo
    | ^
x.yaml:1:1: unknown key \`titel\`; did you mean \`title\`?
  1 | titel: Typo
    | ^^^^^
x.yaml:5:52: unknown key \`prefetsh\`; did you mean \`prefetch\`?
  5 |   events: { style: events, policies: { retries: 3, prefetsh: 10 } }
    |                                                    ^^^^^^^^
x.yaml:6:15: expected a rate such as 100/s, found \`100\`
  6 | load: { rate: 100, warmUp: 3 }
    |               ^^^
x.yaml:6:28: expected a duration such as 5s, 40ms or 1m, found \`3\`
  6 | load: { rate: 100, warmUp: 3 }
    |                            ^
x.yaml:8:24: unknown fault \`crush\`; did you mean \`crash\`?
  8 |   - { at: 5s, for: 5s, crush: payments }
    |                        ^^^^^
x.yaml:9:31: unknown target \`paymnets\`; did you mean \`payments\`?
  9 |   - { at: 5s, for: 5s, crash: paymnets }
    |                               ^^^^^^^^
x.yaml:10:51: payments has 1 instance
  10 |   - { at: 5s, for: 5s, crash: payments, instance: 2 }
     |                                                   ^
x.yaml:11:47: unknown key \`jitter\`; expected one of at, for, every, broker-crash (docs/scenario.md has the whole language)
  11 |   - { at: 25s, for: 5s, broker-crash: broker, jitter: 3ms }
     |                                               ^^^^^^
x.yaml:13:10: unknown metric \`complete.p95\`; did you mean \`completed.p95\`?
  13 |   - http.complete.p95 > 2s
     |          ^^^^^^^^^^^^
x.yaml:15:21: cannot compare a count with a ratio; divide by \`sent\` to get a share
  15 |   - "events.lost == 0%"
     |                     ^^
`);
  });

  it.each([
    ['contestants: { http: { style: htpp } }', 'x.yaml:4:31: unknown style `htpp`; did you mean `http`?'],
    [
      'contestants: { http: { style: http, policies: { dedup: on } } }',
      'x.yaml:4:49: the style http does not read the policy `dedup`; it reads timeout, retries, breaker, compensation',
    ],
    [
      'contestants: { Http: { style: http } }',
      'x.yaml:4:16: expected a name of small letters, digits and hyphens, found `Http`',
    ],
    [
      'contestants: { rate: { style: http } }',
      'x.yaml:4:16: `rate` means something else in budgets; choose another name',
    ],
    ['contestants: {}', 'x.yaml:4:14: expected at least one contestant'],
    ['contestants: [http]', 'x.yaml:4:14: expected a map, found a list'],
    [
      'contestants: { http: { style: http, policies: { breaker: samplign } } }',
      'x.yaml:4:58: `samplign` is not known here; did you mean `sampling`?',
    ],
    ['rounds: 0', 'x.yaml:4:9: expected a whole number from 1 to 1000, found `0`'],
    ['why: "a\\nb\\nc"', 'x.yaml:4:6: expected two lines at most'],
    ['services: { paymets: {} }', 'x.yaml:4:13: unknown key `paymets`; did you mean `payments`?'],
    ['services: { payments: { work: 20 } }', 'x.yaml:4:31: expected a duration such as 20ms'],
    [
      'services: { payments: { work: { median: 20ms, p99: 10ms } } }',
      'x.yaml:4:31: expected a p99 that is not below the median',
    ],
    [
      'services: { payments: { workers: 0 } }',
      'x.yaml:4:34: expected a whole number from 1 to 4096, found `0`',
    ],
    [
      'faults: [{ at: 5s, for: 5s }]',
      'x.yaml:4:10: missing the type of the fault; expected one of latency, crash, broker-crash, partition',
    ],
    ['faults: [{ for: 5s, crash: payments }]', 'x.yaml:4:10: missing key `at`'],
    [
      'faults: [{ at: 5s, for: 0s, crash: payments }]',
      'x.yaml:4:25: expected a duration above 0, found `0s`',
    ],
    ['faults: [{ at: 20s, for: 1s, crash: payments }]', 'x.yaml:4:16: begins after the load has ended (20s)'],
    [
      'faults: [{ at: 1s, for: 2s, every: 2s, crash: payments }]',
      'x.yaml:4:36: expected more than its `for` (2s)',
    ],
    [
      'faults: [{ at: 1s, for: 2s, crash: payments, latency: payments }]',
      'x.yaml:4:46: one fault an entry; `crash` is named already',
    ],
    [
      'faults: [{ at: 1s, for: 2s, broker-crash: payments }]',
      'x.yaml:4:43: unknown target `payments`; expected broker',
    ],
    [
      'faults: [{ at: 1s, for: 2s, partition: payments }]',
      'x.yaml:4:40: expected a link such as client→subscriptions, found `payments`',
    ],
    [
      'faults: [{ at: 1s, for: 2s, partition: clint→payments }]',
      'x.yaml:4:40: unknown end of a link `clint`; did you mean `client`?',
    ],
    [
      'faults: [{ at: 1s, for: 2s, crash: payments }, { at: 2s, for: 2s, crash: payments }]',
      'x.yaml:4:54: overlaps with another `crash` of payments',
    ],
    [
      'hypotheses: [http.lost <= baseline]',
      'x.yaml:4:14: a hypothesis cannot name a baseline; make it a budget',
    ],
    ['hypotheses: [lost during == 0]', 'x.yaml:4:14: the scenario has no faults, so nothing is `during` one'],
    ['budgets: [42]', 'x.yaml:4:11: expected a comparison such as events.lost == 0, found `42`'],
    ['title: twice', 'x.yaml:4:1: the key `title` is written twice in the same map'],
    ['budgets: [', 'x.yaml:5:1: the indentation does not fit the lines above, or a bracket is not closed'],
  ])('%s', (extra, expected) => expect(complaint(`${smallest}${extra}\n`)).toContain(expected));

  it.each([
    ['{ duration: 5s }', 'x.yaml:3:7: missing key `rate`; expected a rate such as 100/s, or stages'],
    ['{ rate: 1/s, stages: [{ rate: 1/s, for: 1s }] }', 'x.yaml:3:9: stages have their own rates'],
    ['{ stages: [] }', 'x.yaml:3:17: expected at least one stage'],
    ['{ stages: [{ rate: 1/s }] }', 'x.yaml:3:18: missing key `for`'],
    ['{ saturate: { connections: 10 }, rate: 5/s }', 'x.yaml:3:40: a closed loop has no rate'],
    ['{ rate: 100/s, declined: 120% }', 'x.yaml:3:32: expected a share of at most 100%, found `120%`'],
    ['{ rate: 0/s }', 'x.yaml:3:15: expected a rate above 0, found `0/s`'],
    ['{ rate: 100/s, warmup: 3s }', 'x.yaml:3:22: unknown key `warmup`; did you mean `warmUp`?'],
    [
      '{ saturate: { connections: 10 }, client: { retries: 2 } }',
      'x.yaml:3:40: the closed loop sends every request once; drop `client` or `saturate`',
    ],
    ['fast', 'x.yaml:3:7: expected a map, found `fast`'],
  ])('load: %s', (load, expected) =>
    expect(complaint(`title: a\nclaim: b\nload: ${load}\n`)).toContain(expected),
  );

  it('saturation under faults, with the reason', () => {
    const source = `title: a
claim: b
load: { saturate: { connections: 50 } }
faults: [{ at: 1s, for: 1s, crash: payments }]
`;
    expect(complaint(source)).toContain(
      'x.yaml:3:9: saturation needs healthy services: the closed loop (autocannon)',
    );
  });

  it.each([
    ['', 'x.yaml:1:1: the file is empty; `tandem init` writes a scenario to start from'],
    ['just text', 'x.yaml:1:1: expected a map, found `just text`'],
  ])('a file with %j in it', (source, expected) => expect(complaint(source)).toContain(expected));
});
