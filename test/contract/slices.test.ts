import { afterAll, beforeAll, expect, test } from 'vitest';
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
