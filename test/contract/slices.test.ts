import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBench } from '../../src/bench/bench.ts';
import { type GateOptions, runGate } from '../../src/gate/run-gate.ts';
import { catalogue } from '../../src/scenario/catalogue.ts';
import { parseScenario } from '../../src/scenario/load.ts';
import { isReference } from '../../src/scenario/reference.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { usualMargins } from '../../src/verdicts/gate.ts';
import { type Arena, openArena } from '../support/arena.ts';

let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
});
afterAll(async () => {
  await arena[Symbol.asyncDispose]();
});

test('in slices nobody is under load with another, every request has a class, and requests are compared in pairs', async () => {
  const result = await arena.run(`
title: slices
claim: none
measure: slices
rounds: 2
load: { rate: 40/s, warmUp: 500ms, duration: 5s, drain: 30s, patience: 20s }
`);
  expect(result.scenario.measure).toBe('slices');
  expect(result.rounds.map(({ contestant, round }) => `${contestant} ${round}`).toSorted()).toEqual([
    'events 1',
    'events 2',
    'http 1',
    'http 2',
  ]);
  for (const { outcomes, laws, phases } of result.rounds) {
    expect(outcomes.completed).toBe(outcomes.sent);
    expect(laws?.filter(({ holds }) => holds === false)).toEqual([]);
    expect(phases.all.windows).toHaveLength(2);
  }
  const inOrder = result.rounds
    .filter(({ round }) => round === 1)
    .flatMap(({ phases }) => phases.all.windows)
    .toSorted((a, b) => a[0] - b[0]);
  for (const [place, [from]] of inOrder.entries())
    expect(from).toBeGreaterThanOrEqual(inOrder[place - 1]?.[1] ?? 0);
  const [http, events] = ['http', 'events'].map((name) =>
    result.rounds.filter(({ contestant }) => contestant === name),
  );
  // The same arrivals for both, and others in the next round.
  expect(http?.map(({ outcomes }) => outcomes.sent)).toEqual(events?.map(({ outcomes }) => outcomes.sent));
  expect(new Set(result.paired?.map(({ round, metric }) => `${round} ${metric}`))).toEqual(
    new Set(
      [1, 2].flatMap((round) =>
        ['accepted.p50', 'accepted.p95', 'completed.p50', 'completed.p95'].map(
          (metric) => `${round} ${metric} all`,
        ),
      ),
    ),
  );
  expect(result.paired?.every(({ logRatio }) => logRatio !== null)).toBe(true);
});

/** A gate on this very build; what the head does otherwise is in its own services. */
const gateOf = async (services: string): Promise<readonly (string | undefined)[]> => {
  const scenario = parseScenario(
    `title: gate\nclaim: none\ncontestants: { http: { style: http, services: { ${services} } } }\nload: { rate: 40/s, warmUp: 500ms, duration: 4s, drain: 30s, patience: 20s, maxSendLag: 10m, maxOthers: 100% }\n`,
    'gate.yaml',
    catalogue,
  );
  await using bench = await openBench();
  const plain = ({ contestants, ...rest }: Scenario): Scenario => ({
    ...rest,
    contestants: contestants.map((one) => (isReference(one) ? { ...one, own: { services: {} } } : one)),
  });
  const options: GateOptions = {
    bench: { ...bench, run: (own, settings) => bench.run(plain(own), settings) },
    reference: { label: 'base', root: '.', commit: 'none' },
    scenario,
    margins: usualMargins,
    // On a machine that other tests keep busy a start takes long, and a few pairs have a wide interval.
    withinMs: 120_000,
    seed: 1,
    log: () => undefined,
    signal: new AbortController().signal,
    placeFor: () => ({}),
    finished: () => undefined,
  };
  const results = await runGate(options);
  return results.map(({ gate }) => gate?.verdict);
};

test('a gate finds work that takes twice as long, and says so before its time is over', async () => {
  expect(await gateOf('payments: { work: { median: 80ms, p99: 140ms } }')).toEqual(['worse']);
});
