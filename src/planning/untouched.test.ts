import { expect, it } from 'vitest';
import { catalogue } from '../scenario/catalogue.ts';
import { parseScenario } from '../scenario/load.ts';
import { styles } from '../styles/index.ts';
import type { ServiceContext } from '../styles/style.ts';
import { untouchedBy } from './untouched.ts';

/** Nothing is due in the first five seconds, then twenty a second. */
const planned = (fault: string, more = '', rate = '20/s') =>
  untouchedBy(
    parseScenario(
      `title: t
claim: c
contestants: { http: { style: http }, events: { style: events }, bff: { style: bff } }
load: { stages: [{ rate: 0, for: 5s }, { rate: ${rate}, for: 10s }]${more} }
services: { payments: { instances: 2 } }
faults:
${fault
  .split('\n')
  .map((one) => `  - ${one}`)
  .join('\n')}
`,
      'x.yaml',
      catalogue,
    ),
    styles,
  ).map(({ contestant, chance, why }) => [
    contestant,
    chance === null ? null : Number(chance.toFixed(2)),
    why,
  ]);

const all = ['http', 'events', 'bff'];

it.each<[string, string]>([
  ['{ at: 0s, for: 5s, latency: payments, add: 5ms }', 'no request falls due from 0ms to 5s'],
  ['{ at: 1s, for: 2s, crash: payments }', 'no request falls due from 1s to 3s'],
  [
    '{ at: 6s, for: 1s, latency: recommendations→payments, add: 5ms }',
    'it opens no connection recommendations→payments',
  ],
  [
    '{ at: 8s, for: 1s, slow-start: payments, add: 1s }',
    'no process of payments starts while it lasts; add a crash or a restart that is over by then',
  ],
  // Over before it begins; and of the other instance.
  [
    '{ at: 8s, for: 1s, slow-start: payments, add: 1s }\n{ at: 5s, for: 2s, crash: payments }',
    'no process of payments starts while it lasts; add a crash or a restart that is over by then',
  ],
  [
    '{ at: 8s, for: 1s, slow-start: payments, add: 1s, instance: 1 }\n{ at: 8s, for: 500ms, restart: payments, instance: 2 }',
    'no process of payments starts while it lasts; add a crash or a restart that is over by then',
  ],
])('%s affects nobody', (fault, why) => {
  expect(planned(fault)).toEqual(all.map((name) => [name, 1, why]));
});

it.each<[string, readonly (readonly [string, number | null, string])[]]>([
  [
    '{ at: 6s, for: 1s, error: payments, step: charge, probability: 2% }',
    all.map((name) => [name, 0.67, 'about 20 steps are expected from 6s to 7s, each drawn with 2%']),
  ],
  [
    '{ at: 6s, for: 100ms, hang: payments, step: charge, instance: 1 }',
    all.map((name) => [name, 0.37, 'about 1.0 steps are expected from 6s to 6.1s']),
  ],
  [
    '{ at: 6s, for: 1s, crash-after-commit: payments, step: charge, nth: 20 }',
    all.map((name) => [name, 0.47, 'about 20 commits are expected, and it waits for number 20']),
  ],
  [
    '{ at: 6s, for: 1s, error: payments, step: refund }',
    all.map((name) => [
      name,
      null,
      'nobody asks for `refund` unless something else goes wrong, and nothing does',
    ]),
  ],
  [
    '{ at: 6s, for: 1s, reset: payments↔broker, probability: 30% }',
    [
      ['http', 1, 'it opens no connection payments↔broker'],
      [
        'events',
        0.49,
        'it is drawn for each connection, and payments has 2 with the broker; `loss` is drawn for each message',
      ],
      ['bff', 1, 'it opens no connection payments↔broker'],
    ],
  ],
  [
    '{ at: 6s, for: 1s, loss: subscriptions→payments, probability: 1% }',
    [
      ['http', 0.82, 'about 20 requests are expected from 6s to 7s, each drawn with 1%'],
      ['events', 1, 'it opens no connection subscriptions→payments'],
      // It calls for refunds.
      ['bff', 0.82, 'about 20 requests are expected from 6s to 7s, each drawn with 1%'],
    ],
  ],
  [
    '{ at: 6s, for: 1s, error: bff }',
    [
      ['http', 1, 'it has no bff'],
      ['events', 1, 'it has no bff'],
      ['bff', 1, 'bff does no step of the workflow'],
    ],
  ],
  [
    '{ at: 6s, for: 1s, restart: broker }',
    [
      ['http', 1, 'it uses no broker'],
      ['bff', 1, 'it uses no broker'],
    ],
  ],
  [
    '{ at: 6s, for: 5s, slow-close: payments↔broker, delay: 1s }',
    [
      ['http', 1, 'it opens no connection payments↔broker'],
      ['events', null, 'connections are closed only where something else goes wrong, and nothing does'],
      ['bff', 1, 'it opens no connection payments↔broker'],
    ],
  ],
])('%s may affect nobody', (fault, expected) => {
  expect(planned(fault)).toEqual(expected);
});

it.each([
  '{ at: 6s, for: 5s, latency: payments, add: 5ms }',
  '{ at: 4s, for: 3s, error: recommendations, probability: 20% }',
  '{ at: 8s, for: 2s, slow-start: payments, add: 1s }\n{ at: 8s, for: 1s, crash: payments }',
  '{ at: 8s, for: 2s, slow-start: payments, add: 1s }\n{ at: 7s, for: 5s, rolling-restart: payments }',
  '{ at: 6s, for: 5s, latency: client→subscriptions, add: 5ms }\n{ at: 6s, for: 5s, latency: client→bff, add: 5ms }',
])('%s affects somebody', (faults) => {
  expect(planned(faults).filter(([, , why]) => !String(why).startsWith('it opens'))).toEqual([]);
});

it('counts with constant arrivals exactly', () => {
  const fault = '{ at: 6s, for: 100ms, hang: payments, step: charge }';
  expect(planned(fault, ', arrivals: constant')).toEqual([]);
  expect(planned(fault)).toHaveLength(all.length);
});

it('says nothing of the connections of a style that nobody knows', () => {
  const known = styles.get('http')!;
  const { name, answers, needs, services, frontDoor, liveUpdates, policies } = known;
  const rest = {
    ...{ name, answers, needs, services, frontDoor, liveUpdates, policies },
    serve: (self: ServiceContext) => known.serve(self),
  };
  const scenario = parseScenario(
    'title: t\nclaim: c\ncontestants: { http: { style: http } }\nload: { rate: 50/s }\nfaults:\n  - { at: 5s, for: 5s, reset: payments→subscriptions }\n',
    'x.yaml',
    catalogue,
  );
  expect(untouchedBy(scenario, new Map([['http', rest]]))).toEqual([]);
  expect(untouchedBy(scenario, new Map())).toEqual([]);
  expect(untouchedBy(scenario, styles)).toHaveLength(1);
});

it('sees that a commit is never reached also where very many are expected', () => {
  const crash = (nth: number): string =>
    `{ at: 6s, for: 8s, crash-after-commit: payments, step: charge, nth: ${nth} }`;
  expect(planned(crash(5_000), '', '200/s').map(([, chance]) => chance)).toEqual([1, 1, 1]);
  expect(planned(crash(1_000), '', '200/s')).toEqual([]);
});
