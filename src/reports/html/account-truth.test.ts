import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  crashRun,
  fourContestants,
  healthyRun,
  nothingCompleted,
} from '../../../test/support/sample-results.ts';
import type { Outcomes, PhaseName, RoundResult, RunResult } from '../../analysis/result.ts';
import { shapedResult } from '../../analysis/result-schema.ts';
import { chartsOf } from '../charts/index.ts';
import { comparisonTable } from '../comparison-rows.ts';
import { showRate } from '../format.ts';
import { accountOf } from './account.ts';
import { verdictSentence } from './verdict-sentence.ts';

const folder = new URL('../../../results/published/', import.meta.url);
const published = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'checks')
  .map(({ name }): [string, RunResult] => [
    name,
    shapedResult(JSON.parse(readFileSync(new URL(`${name}/result.json`, folder), 'utf8'))).result!,
  ]);

const crash = crashRun();
const mapRounds = (result: RunResult, change: (round: RoundResult) => RoundResult): RunResult => ({
  ...result,
  rounds: result.rounds.map(change),
});
const nothingDue = (outcomes: Outcomes): Outcomes =>
  Object.fromEntries(Object.keys(outcomes).map((key) => [key, 0])) as unknown as Outcomes;
const idle = (round: RoundResult): RoundResult => ({
  ...round,
  phases: {
    ...round.phases,
    during: {
      ...round.phases.during,
      outcomes: nothingDue(round.phases.during.outcomes),
      rates: { offered: 0, accepted: 0, completed: 0 },
    },
  },
});
const generated: readonly [string, RunResult][] = [
  ['crash', crash],
  ['healthy', healthyRun()],
  ['four', fourContestants()],
  ['nothing completed', nothingCompleted()],
  ['partial', { ...crash, partial: true, rounds: crash.rounds.slice(0, 1) }],
  ['no round', { ...crash, rounds: [] }],
  ['invalid', mapRounds(crash, (round) => ({ ...round, valid: false }))],
  ['nothing due during the fault', mapRounds(crash, idle)],
];

/** The middle of the figures of valid rounds, worked out here once more. */
const middle = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(half)]! : (sorted[half - 1]! + sorted[half]!) / 2;
};
const validOf = ({ rounds }: RunResult, name: string, phase: PhaseName): readonly RoundResult[] =>
  rounds.filter(
    ({ contestant, valid, phases }) => contestant === name && valid && phases[phase].windows.length > 0,
  );
const rateOf = (result: RunResult, name: string, rate: 'offered' | 'accepted', phase: PhaseName): number =>
  middle(validOf(result, name, phase).map(({ phases }) => phases[phase].rates[rate]));

describe.each([...published, ...generated])('the sentences about %s', (_name, result) => {
  const texts = accountOf(result).map(({ text }) => text);

  test('hold no figure that is none', () => {
    const findings = chartsOf(result).map(({ finding }) => finding);
    for (const text of [...texts, ...findings, verdictSentence(result), ...comparisonTable(result).notes])
      expect(text).not.toMatch(/NaN|undefined|Infinity|null/);
  });

  test('compare what was accepted during the fault with what was offered during it', () => {
    for (const text of texts) {
      const said =
        /^(\S+) (went on accepting|accepted less than was offered): (\S+) of the (\S+) offered/.exec(text);
      if (said === null) continue;
      const [, name = '', verb, accepted, offered] = said;
      const [was, of] = [
        rateOf(result, name, 'accepted', 'during'),
        rateOf(result, name, 'offered', 'during'),
      ];
      expect([accepted, offered]).toEqual([showRate(was), showRate(of)]);
      expect(verb).toBe(was >= 0.9 * of ? 'went on accepting' : 'accepted less than was offered');
    }
  });

  test('count what was due during the fault as the rounds do', () => {
    for (const text of texts) {
      const said =
        /^Of the (\d+) requests? due during the fault, (\S+) failed (?:(\d+) .* lost (\d+)|and lost none)/.exec(
          text,
        );
      if (said === null) continue;
      const [, sent, name = '', failed = '0', lost = '0'] = said;
      const sum = (key: 'sent' | 'failed' | 'lost'): number =>
        validOf(result, name, 'during').reduce((total, { phases }) => total + phases.during.outcomes[key], 0);
      expect([sent, failed, lost].map(Number)).toEqual([sum('sent'), sum('failed'), sum('lost')]);
    }
  });

  test('call messages messages only where calls are counted apart', () => {
    for (const text of texts.filter((one) => /could not do yet waited/.test(one))) {
      const name = /work that (\S+) could/.exec(text)?.[1];
      const { samples } = result.rounds.find(({ contestant }) => contestant === name)!;
      expect(text.includes(' messages at')).toBe(samples.pendingCalls.length === samples.t.length);
    }
  });
});

test('a front door that was offered less by plan did not accept less', () => {
  const slower = mapRounds(crash, (round) => ({
    ...round,
    phases: {
      ...round.phases,
      during: { ...round.phases.during, rates: { offered: 20, accepted: 20, completed: 0 } },
    },
  }));
  expect(accountOf(slower).map(({ text }) => text)).toContain(
    'http went on accepting: 20.0/s of the 20.0/s offered during the fault.',
  );
});

test('refunds that wait are no messages', () => {
  const owing = mapRounds(crash, (round) => ({
    ...round,
    pendingCalls: { peak: 615 },
    backlog: { peak: 0 },
    samples: {
      ...round.samples,
      backlog: round.samples.t.map(() => 0),
      pendingCalls: round.samples.t.map((_unused, index) => (index === 8 ? 615 : 0)),
    },
  }));
  const texts = accountOf(owing).map(({ text }) => text);
  expect(texts.filter((text) => text.includes('messages'))).toEqual([]);
  expect(texts.find((text) => text.includes('615'))).toContain('http still owed 615 calls');
  const row = comparisonTable(owing).rows.find(({ label }) => label === 'calls still owed, at most');
  expect(row?.cells).toEqual(['615', '615']);
});

test('an open circuit is told with its time', () => {
  const open = mapRounds(crash, (round) => ({
    ...round,
    states: [{ process: 'subscriptions-1', name: 'circuit:payments', from: 5_100, until: 10_300 }],
    counters: { 'http.circuit.openings.payments': 2, 'http.circuit.openMs.payments': 5_200 },
  }));
  expect(accountOf(open).map(({ text }) => text)).toContain(
    'The circuit of http to payments was open for 5.20 s in all, the first time at 5.1 s.',
  );
  const cells = (label: string) => comparisonTable(open).rows.find((row) => row.label === label)?.cells;
  expect(cells('circuit to payments opened')).toEqual(['6', '6']);
  expect(cells('circuit to payments open for')).toEqual(['5.20 s', '5.20 s']);
});

test('counts beside the classes stand in the table where they are not zero, and break the balance', () => {
  const odd = mapRounds(crash, (round) => ({
    ...round,
    outcomes: { ...round.outcomes, unexpected: 2, misplaced: 1, outOfOrder: 3, foreignUser: 4 },
    money: { ...round.money, unbalanced: 2 },
  }));
  const labels = comparisonTable(odd).rows.map(({ label }) => label);
  expect(labels).toEqual(expect.arrayContaining(['effects for requests never sent', 'effects out of order']));
  expect(comparisonTable(crash).rows.map(({ label }) => label)).not.toContain('effects out of order');
  expect(comparisonTable(odd).rows.find(({ label }) => label.startsWith('money'))?.cells).toEqual([
    'NOT balanced',
    'NOT balanced',
  ]);
  expect(JSON.stringify(chartsOf(odd).find(({ id }) => id === 'outcomes')?.table)).toContain(
    'effects out of order 9',
  );
});

test('outages of different lengths are a warning, and an empty after says why', () => {
  const late = mapRounds(crash, (round) => ({
    ...round,
    faults: round.faults.map((fault) => ({
      ...fault,
      liftedAt: round.contestant === 'http' ? 10_000 : 21_200,
    })),
    phases:
      round.contestant === 'http'
        ? round.phases
        : { ...round.phases, after: { ...round.phases.after, windows: [] } },
  }));
  const { notes, rows } = comparisonTable(late);
  expect(notes.join('\n')).toContain(
    'Warning: The fault crash payments lasted 5.0 s for http and 16.2 s for events',
  );
  expect(notes).toContain(
    'Nothing of events was due after the fault: payments came back 1.2 s after the load had ended.',
  );
  expect(rows.find(({ label }) => label === 'crash payments')?.cells).toEqual(['5.0–10.0 s', '5.0–21.2 s']);
});

test('budgets that could not be judged did not break', () => {
  const budgets = crash.budgets.map((budget) => ({ ...budget, verdict: 'invalid' as const }));
  expect(verdictSentence({ ...crash, budgets })).toContain('none of the 4 budgets could be judged');
  expect(verdictSentence({ ...crash, budgets })).not.toContain('0 of 4');
});
