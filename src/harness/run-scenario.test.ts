import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runScriptedScenario } from '../../test/support/scripted-round.ts';
import { readTickets } from '../load/tickets-file.ts';
import type { Script, Scripts } from '../sites/scripted.ts';

/** A load generator that dies at `when`, in the first `times` rounds. */
const dying =
  (healthy: Scripts, when: 'start' | 'begin', times: number): Script<'load'> =>
  (self) => {
    const react = healthy.load(self);
    return (message) =>
      message.type === when && self.number <= times ? self.end({ code: 7 }) : react(message);
  };

test('a valid round is not repeated', async () => {
  const { result, said, watched } = await runScriptedScenario({});
  expect(result.rounds).toEqual([expect.objectContaining({ round: 1, attempt: 1, valid: true })]);
  expect(said).toEqual([]);
  expect(watched).toEqual([]);
});

test.each([
  ['is invalid', 'begin'],
  ['could not be carried out', 'start'],
] as const)('a round that %s is repeated, and only the repetition counts', async (what, when) => {
  const { result, said } = await runScriptedScenario({
    scripts: (healthy) => ({ load: dying(healthy, when, 1) }),
  });
  expect(result.rounds).toEqual([expect.objectContaining({ round: 1, attempt: 2, valid: true })]);
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(new RegExp(`^round 1 of it ${what} and is repeated: load .* ended by itself`));
});

test('a repetition is not repeated', async () => {
  const { result, said } = await runScriptedScenario({
    scripts: (healthy) => ({ load: dying(healthy, 'begin', 2) }),
  });
  expect(result.rounds).toEqual([expect.objectContaining({ round: 1, attempt: 2, valid: false })]);
  expect(said).toHaveLength(1);
});

test('an interrupted round is not repeated', async () => {
  const controller = new AbortController();
  const { result, said } = await runScriptedScenario({
    signal: controller.signal,
    scripts: (healthy) => ({
      load: (self) => {
        const react = healthy.load(self);
        return (message) => {
          react(message);
          if (message.type === 'begin') controller.abort();
        };
      },
    }),
  });
  expect(result.rounds).toEqual([expect.objectContaining({ attempt: 1, partial: true })]);
  expect(said).toEqual([]);
});

test('the evidence of every attempt is kept, and the list names those that count', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-evidence-'));
  try {
    await runScriptedScenario(
      { scripts: (healthy) => ({ load: dying(healthy, 'begin', 1) }) },
      { evidenceFolder: folder },
    );
    expect(readdirSync(folder).toSorted()).toEqual(['it-1-1', 'it-1-2', 'run.json']);
    expect(JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'))).toMatchObject({
      rounds: ['it-1-2'],
      run: { partial: false, seed: 1 },
    });
    expect(readTickets(join(folder, 'it-1-2', 'tickets.bin')).count).toBe(10);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
