import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { oracle } from '../../../test/support/fact-oracle.ts';
import { generatedResults } from '../../../test/support/generated-results.ts';
import {
  crashRun,
  fourContestants,
  healthyRun,
  nothingCompleted,
} from '../../../test/support/sample-results.ts';
import type { Outcomes } from '../../result/outcomes.ts';
import type { RoundResult } from '../../result/round.ts';
import type { RunResult } from '../../result/run.ts';
import { shapedResult } from '../../result/shape.ts';
import { chartsOf } from '../charts/index.ts';
import { comparisonTable } from '../comparison-rows.ts';
import { conclusionOf } from '../conclusion.ts';
import { changedPlans, emptyAfter, unlikeExposures } from '../fault-times.ts';
import { showCount, showDuration, showMoment, showRate, showShare } from '../format.ts';
import type { Fact, Phrase, Relation } from '../phrases.ts';
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
const withProcesses = (
  { samples }: RoundResult,
  change: (one: RoundResult['samples']['processes'][string], name: string) => typeof one,
): RoundResult['samples'] => ({
  ...samples,
  processes: Object.fromEntries(
    Object.entries(samples.processes).map(([name, one]) => [name, change(one, name)]),
  ),
});
/** One service has all its slots taken, another holds all the messages that it may. */
const saturated = (round: RoundResult): RoundResult => {
  const { t } = round.samples;
  const full = (name: string): boolean => name === 'payments-1';
  const samples = withProcesses(round, (one, name) => ({
    ...one,
    busy: t.map((_unused, at) => (full(name) ? 31 + (at % 2) : 20)),
    waiting: t.map((_unused, at) => (full(name) ? at : 0)),
    inFlight: t.map(() => 32),
  }));
  return { ...round, samples: { ...samples, queues: { recommendations: t.map((_unused, at) => 2 * at) } } };
};
const generated: readonly [string, RunResult][] = [
  ['crash', crash],
  ['healthy', healthyRun()],
  ['four', fourContestants()],
  ['nothing completed', nothingCompleted()],
  ['partial', { ...crash, partial: true, rounds: crash.rounds.slice(0, 1) }],
  [
    'moved',
    mapRounds(crash, (round) => ({
      ...round,
      faults: round.faults.map((fault) => ({ ...fault, plannedAt: 6_100, plannedForMs: 9_900 })),
    })),
  ],
  ['slots full', mapRounds(crash, saturated)],
  [
    'processors full',
    mapRounds(crash, (round) => ({
      ...round,
      machine: {
        ...{ cores: 2, own: 0.8, others: 0.15, stolen: 0, throttled: 0, waited: 0.9 },
        loadAverage: 9,
      },
      samples: withProcesses(round, (one) => ({ ...one, cpu: one.cpu.map(() => 0.97) })),
    })),
  ],
  [
    'outboxes full',
    mapRounds(crash, (round) => ({
      ...round,
      samples: { ...round.samples, outbox: round.samples.t.map((_unused, at) => 60 + at) },
    })),
  ],
  ['no round', { ...crash, rounds: [] }],
  ['invalid', mapRounds(crash, (round) => ({ ...round, valid: false }))],
  ['nothing due during the fault', mapRounds(crash, idle)],
];

/** What only a claim may say, for it compares. */
const comparative =
  /\b(more|less|fewer|slower|faster|sooner|later|longer|shorter|higher|lower|none|every|only|never|nothing|twice|half|rose|fell|delayed)\b|[×\d]/i;

const forms = (value: number): readonly string[] => [
  ...[
    showRate(value),
    showDuration(value),
    showMoment(value),
    showCount(value),
    showShare(value),
    value.toFixed(1),
    value.toFixed(2),
    showCount(Math.round(value)),
  ],
  ...[`${Math.abs((value - 1) * 100).toFixed(0)}%`, `${Math.abs((value - 1) * 100).toFixed(1)}%`],
];

/** What is wrong with the sentence, seen from the rounds; empty where every figure and every comparison is borne out. */
const untruths = (result: RunResult, { text, plain, facts, claims }: Phrase): readonly string[] => {
  const close = (one: number, other: number): boolean =>
    one === other || Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other));
  const value = (side: Fact | number): number => (typeof side === 'number' ? side : oracle(result, side));
  const ofClaims = claims.flatMap(({ left, right }) => (typeof right === 'number' ? [left] : [left, right]));
  return [
    ...[...facts, ...ofClaims].flatMap((fact) => {
      const real = oracle(result, fact);
      return close(real, fact.value)
        ? []
        : [`${text}: ${fact.metric} ${fact.window} is ${real}, not ${fact.value}`];
    }),
    ...facts
      .filter(
        (fact) =>
          !forms(oracle(result, fact)).some(
            (form) => fact.shown.split(/ (?=[a-z]+ ?[a-z]*$)/)[0] === form || fact.shown === form,
          ),
      )
      .map(({ shown, value: is }) => `${text}: ${is} is shown as ${shown}`),
    ...claims
      .filter(({ left, relation, right, times }) => !compare[relation](value(left), times * value(right)))
      .map(({ words, left, relation }) => `${text}: “${words}” does not hold: ${left.value} ${relation}`),
    ...(comparative.test(plain) ? [`${text}: “${comparative.exec(plain)?.[0]}” rests on nothing`] : []),
  ];
};

const compare: Readonly<Record<Relation, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '>=': (a, b) => a >= b,
  '>': (a, b) => a > b,
};

/** Every sentence that a report makes from figures. */
const sentencesOf = (result: RunResult): readonly Phrase[] => [
  ...accountOf(result),
  ...conclusionOf(result),
  verdictSentence(result),
  ...changedPlans(result),
  ...unlikeExposures(result),
  ...emptyAfter(result),
];

/** What a sentence may name: no figure hides behind a name. */
const namesOf = (result: RunResult): ReadonlySet<string> =>
  new Set([
    ...result.scenario.contestants.map(({ name }) => name),
    ...result.scenario.faults.flatMap(({ type, target }) => [`${type} ${target}`, target]),
    ...result.rounds.flatMap(({ states }) => states.map(({ name }) => name.replace(/^circuit:/, ''))),
    ...result.rounds.flatMap(({ faults }) =>
      faults.flatMap(({ type, target }) => [`${type} ${target}`, target]),
    ),
    ...result.scenario.contestants.flatMap(({ capacity }) => Object.keys(capacity)),
    ...result.rounds.flatMap(({ samples }) => Object.keys(samples.processes)),
    ...['machine', 'broker'],
    ...['the broker', 'completed.p50', 'completed.p95'],
    ...['completed.p50 during the fault', 'completed.p95 during the fault'],
  ]);

const held = (result: RunResult): void => {
  const names = namesOf(result);
  for (const said of sentencesOf(result)) {
    expect(untruths(result, said)).toEqual([]);
    expect(said.names.filter((name) => !names.has(name))).toEqual([]);
    expect(said.text).not.toMatch(/NaN|undefined|Infinity|null/);
  }
};

describe.each([...published, ...generated])('the sentences about %s', (_name, result) => {
  test('hold every figure and comparison of their rounds', () => {
    held(result);
  });

  test('hold no figure that is none, in findings and notes too', () => {
    const findings = chartsOf(result).map(({ finding }) => finding);
    for (const text of [...findings, ...comparisonTable(result).notes])
      expect(text).not.toMatch(/NaN|undefined|Infinity|null/);
  });

  test('call messages messages only where calls are counted apart', () => {
    for (const { text } of accountOf(result).filter((one) => /could not do yet waited/.test(one.text))) {
      const name = /work that (\S+) could/.exec(text)?.[1];
      const { samples } = result.rounds.find(({ contestant }) => contestant === name)!;
      expect(text.includes(' messages at')).toBe(samples.pendingCalls.length === samples.t.length);
    }
  });
});

test('the sentences about results that no run wrote hold every figure and comparison of their rounds', () => {
  const bases = [...published, ...generated].map(([, result]) => result);
  fc.assert(fc.property(generatedResults(bases), held), {
    numRuns: 250,
    // The sentence says more than the whole result would.
    reporter: ({ failed, errorInstance }) => {
      if (failed) throw errorInstance;
    },
  });
});

test('generated results make every rule speak', () => {
  const bases = [...published, ...generated].map(([, result]) => result);
  const said = fc
    .sample(generatedResults(bases), { numRuns: 250, seed: 20 })
    .flatMap((result) => sentencesOf(result).map(({ text }) => text))
    .join('\n');
  const patterns = [
    ...[/completed none of its/, /accepted is not done/, /was in force: /, /is not compared as equals/],
    ...[/was due after the fault/, /went on accepting/, /accepted less than was offered/],
    ...[/and already before it/, /failed and lost none/, /nobody was told the truth/, /delayed what it did/],
    ...[/could not do yet waited/, /still owed/, /was open for/, /before the end of the warm-up/],
    ...[/had caught up/, /not seen back/, /rose from at most/, /never reached/, /is faster than/],
    ...[/is slower than/, /Not enough evidence of a difference/, /Not enough evidence about/],
    ...[/in force\./, /though the sums do/, /not as it should be/, /none of the/, /in doubt/],
    ...[
      /ran out of worker slots in payments: 31\.5 of 32 busy on average, \d+ waiting/,
      /\(prefetch\): 32 of 32 in hand/,
    ],
    ...[
      /of the 2 cores of the machine busy/,
      /(?:0\.97|1\.0) of the 1 core/,
      /waited for the broker: \d+ messages/,
    ],
  ];
  expect(patterns.filter((pattern) => !pattern.test(said)).map(String)).toEqual([]);
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
    'Nothing of events was due after the fault: payments came back 1.2 s after the load had ended (round 1).',
  );
  expect(rows.find(({ label }) => label === 'crash payments')?.cells).toEqual(['5.0–10.0 s', '5.0–21.2 s']);
});

test('budgets that could not be judged did not break', () => {
  const budgets = crash.budgets.map((budget) => ({ ...budget, verdict: 'invalid' as const }));
  expect(verdictSentence({ ...crash, budgets }).text).toContain('none of the 4 budgets could be judged');
  expect(verdictSentence({ ...crash, budgets }).text).not.toContain('0 of 4');
});
