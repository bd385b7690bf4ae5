import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { planOf } from '../planning/plan-of.ts';
import { renderPlan } from '../planning/render-plan.ts';
import { catalogue } from '../scenario/catalogue.ts';
import { parseScenario } from '../scenario/load.ts';
import { styles } from '../styles/index.ts';
import type { Style } from '../styles/style.ts';

const source = `title: Payments is killed
claim: A broken service only delays events.
contestants:
  http: { style: http, policies: { retries: 0, timeout: none, compensation: off } }
  mine: { style: ./style.js, policies: { retries: 1 } }
rounds: 2
load: { stages: [{ rate: 50/s, for: 5s }, { rate: 200/s, for: 10s }], warmUp: 2s, drain: 10s, declined: 2% }
services:
  payments: { instances: 2, workers: 10, work: 20ms }
faults:
  - { at: 5s, for: 2s, latency: payments, add: 400ms }
hypotheses:
  - http.failed > 0
budgets:
  - lost == 0
`;
const file = fileURLToPath(new URL('./kill.yaml', import.meta.url));
const { retries } = styles.get('http')!.policies;
/** Stands for what a module exports. */
const mine: Style = { ...styles.get('http')!, name: 'mine', policies: { retries: retries! } };
const known = new Map([...styles, [fileURLToPath(new URL('./style.js', import.meta.url)), mine]]);
const scenario = parseScenario(source, file, { ...catalogue, styles: known });
const plan = planOf(scenario, known);

describe('plan', () => {
  it('says what a run will do', () => {
    expect(
      renderPlan(plan, known).replaceAll(fileURLToPath(new URL('.', import.meta.url)), '/here/'),
    ).toBe(`kill: Payments is killed
A broken service only delays events.

Contestants
  http: http, answers when done
    timeout none (set) · retries 0 (set) · backoff exponential · backoffInitial 50ms · backoffMaximum 1s · breaker sampling · breakerCounts calls · breakerThreshold 50% · breakerWindow 5s · breakerMinimumRate 10/s · breakerHalfOpen 1s · waitersPerWorker 10 · idempotency on · compensation off (set) · httpClient axios
  mine: /here/style.js, answers when done
    retries 1 (set)

Capacity, the same for every contestant
  service          instances  workers  slots  work median  work p99  steps at most
  subscriptions            1       32     32          2ms       2ms       ≈16000/s
  payments                 2       10     20         20ms      20ms        ≈1000/s
  recommendations          1       32     32         10ms      40ms        ≈2679/s
  notifications            1       32     32          2ms       2ms       ≈16000/s

Load, the same for every contestant
  poisson arrivals, 50/s for 5s, then 200/s for 10s: about 2250 requests a round
  warm-up 2s · drain at most 10s · patience 10s · declined 2%

Faults, from the end of the warm-up
  5s to 7s: latency payments, add 400ms, jitter 0ms

Hypotheses
  http.failed > 0

Budgets
  lost == 0

2 rounds of each: about 1.33m, at most 2m
`);
  });

  it('counts every round of every contestant, and every drain at most', () => {
    expect(plan.requestsPerRound).toBe(2_250);
    expect(plan.estimatedMs).toEqual({ least: 80_000, most: 120_000 });
  });
});

describe('a contestant with capacity and load of its own', () => {
  const own = planOf(
    parseScenario(
      `title: a
claim: b
rounds: 1
contestants:
  one: { style: events }
  two: { style: events, services: { payments: { instances: 2 } }, load: { rate: 20/s, warmUp: 9s } }
load: { rate: 10/s, duration: 10s, warmUp: 1s, drain: 5s }
services: { payments: { workers: 4, work: 40ms } }
`,
      file,
      catalogue,
    ),
  );
  const text = renderPlan(own);

  it('shows it beside that of the others, and promises no sameness', () => {
    expect(text).toContain('Capacity, for every contestant without its own');
    expect(text).toMatch(/^ {2}payments +1 +4 +4 +40ms +40ms +≈100\/s$/m);
    expect(text).toMatch(/^ {2}two: payments +2 +4 +8 +40ms +40ms +≈200\/s$/m);
    expect(text).toContain('Load, for every contestant without its own');
    expect(text).toContain('  two: 20/s, about 200 requests a round · warm-up 9s');
  });

  it('counts its own warm-up', () => expect(own.estimatedMs).toEqual({ least: 36_000, most: 46_000 }));
});

describe('a workflow that is not the usual one', () => {
  const planned = (workflow: string): string =>
    renderPlan(
      planOf(
        parseScenario(
          `title: a\nclaim: b\nworkflow: ${workflow}\nload: { rate: 10/s, duration: 10s }\n`,
          file,
          catalogue,
        ),
      ),
    );

  it('is shown with its steps, what they wait for and what takes them back', () =>
    expect(planned('checkout')).toContain(`
Workflow
  checkout: A customer checks out
    place in orders
    reserve in stock, after place, undone by release
    pay in payments, after reserve, undone by payBack
    invoice in invoices, after pay
    pack in shipping, after pay
    ship in shipping, after invoice and pack
    confirm in orders, after pay, undone by cancelOrder
    tell in mail, after ship

Contestants
`));

  it('is left out where it is the usual one', () => expect(planned('subscribe')).not.toContain('Workflow'));
});
