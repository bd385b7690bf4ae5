import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { styles } from '../../src/styles/index.ts';
import { type Arena, openArena, roundOf } from '../support/arena.ts';

const names = [...styles.keys()];

let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
});
afterAll(async () => {
  await arena[Symbol.asyncDispose]();
});

const patient = (style: string): string =>
  Object.hasOwn(styles.get(style)?.policies ?? {}, 'timeoutMs') ? 'timeout: 20s' : '';

const scenario = (style: string): string => `
title: contract
claim: a payload goes through every step
workflow: checkout
contestants:
  it: { style: ${style}, policies: { ${patient(style)} } }
rounds: 1
load: { rate: 10/s, arrivals: constant, warmUp: 1s, duration: 3s, drain: 60s, patience: 20s, declined: 10%, payload: { median: 16KiB, p99: 256KiB } }
`;

describe.concurrent('what a request carries', () => {
  it.each(names)('%s brings whole to every step', async (style) => {
    const { outcomes, laws } = roundOf(await arena.run(scenario(style)), 'it');
    expect(laws?.find(({ law }) => law === 'what a request carries arrives whole')).toMatchObject({
      holds: true,
    });
    expect(laws?.filter(({ holds }) => holds === false)).toEqual([]);
    expect(outcomes.completed + outcomes.declined).toBe(outcomes.sent);
  });
});
