import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { styles } from '../../src/styles/index.ts';
import { type Arena, openArena, roundOf } from '../support/arena.ts';

/** Who pays and who reserves are asked at the same time, and either may say no when the other has said yes. */
const twoThatDecline = `
title: Two say yes or no at the same time
services: { door: { work: 2ms }, bank: { work: 2ms }, stock: { work: 2ms }, mail: { work: 2ms } }
steps:
  open: { in: door, role: opens }
  pay: { in: bank, after: open, role: takes-money, may: decline, undo: { step: refund } }
  hold: { in: stock, after: open, may: decline, undo: { step: release } }
  log: { in: mail, after: open, optional: true }
  settle: { in: door, after: [pay, hold], role: puts-in-force, undo: { step: cancel } }
  tell: { in: mail, after: [pay, hold], role: tells }
`;

let arena: Arena;
const folder = mkdtempSync(join(tmpdir(), 'own-workflow-'));
const file = join(folder, 'two.yaml');
beforeAll(async () => {
  writeFileSync(file, twoThatDecline);
  arena = await openArena();
});
afterAll(async () => {
  await arena[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const declined = new Map<string, number>();

it.concurrent.each([...styles.keys()])(
  '%s: whoever says no first, it is a decline and no failure',
  async (style) => {
    const result = await arena.run(`
title: two that decline
claim: a no is a no whatever had been paid before
workflow: ${file}
contestants: { it: { style: ${style} } }
rounds: 1
load: { rate: 30/s, arrivals: constant, warmUp: 1s, duration: 4s, drain: 60s, patience: 20s, declined: 20% }
`);
    const { outcomes, money, valid, invalidReasons } = roundOf(result, 'it');
    expect(invalidReasons).toEqual([]);
    expect(valid).toBe(true);
    expect(outcomes.completed + outcomes.declined, JSON.stringify(outcomes)).toBe(outcomes.sent);
    expect(money.balanced).toBe(true);
    expect(money.charges).toBeGreaterThan(money.active);
    declined.set(style, outcomes.declined);
  },
);

it('and as many in every style', () => {
  expect(declined.size).toBe(styles.size);
  expect(new Set(declined.values()).size).toBe(1);
});
