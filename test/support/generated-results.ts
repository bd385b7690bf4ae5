import fc from 'fast-check';
import { compareContestants } from '../../src/analysis/comparisons.ts';
import type { LatencyFigures, PhaseFigures } from '../../src/result/figures.ts';
import type { Outcomes } from '../../src/result/outcomes.ts';
import type { RoundResult } from '../../src/result/round.ts';
import type { RunResult } from '../../src/result/run.ts';

/** Results as no run wrote them: rounds of a real one with other figures, holes and ends. */

const count = fc.nat({ max: 3_000 });
/** To the µs, as results have them. */
const ms = fc.nat({ max: 40_000_000 }).map((us) => us / 1_000);
const moment = fc.integer({ min: -3_000, max: 30_000 });
const sometimes = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 2 });

const outcomeChange = fc.oneof(
  fc.constant({ sent: 0, completed: 0, failed: 0, lost: 0, unserved: 0 }),
  fc.constant({ completed: 0 }),
  fc.constant({ failed: 0, lost: 0 }),
  fc.record({ sent: count, completed: count, failed: count, lost: count, unserved: count }),
  fc.record({ unexpected: count, misplaced: count, outOfOrder: count, foreignUser: count }),
) satisfies fc.Arbitrary<Partial<Outcomes>>;

const latencyChange: fc.Arbitrary<Partial<LatencyFigures>> = fc.oneof(
  fc.constant({ p50: null, p95: null, never: [] }),
  fc.constant({ p50: null, p95: null, never: ['p50', 'p95'] }),
  fc.record({ p50: ms, p95: ms, never: fc.constant([]) }),
  fc.record({ p50: ms, p95: fc.constant(null), never: fc.constant(['p95']) }),
);

const rate = fc.double({ min: 0, max: 200, noNaN: true });
const phaseChange = fc.record({
  outcomes: sometimes(outcomeChange),
  accepted: sometimes(latencyChange),
  completed: sometimes(latencyChange),
  rates: sometimes(
    fc.oneof(
      fc.constant({ offered: 0, accepted: 0, completed: 0 }),
      fc.record({ offered: rate, accepted: rate, completed: rate }),
    ),
  ),
  emptied: fc.constantFrom(true, false, false, false, false, false),
});
type PhaseChange = typeof phaseChange extends fc.Arbitrary<infer T> ? T : never;

const changedPhase = (phase: PhaseFigures, change: PhaseChange): PhaseFigures => ({
  ...phase,
  windows: change.emptied ? [] : phase.windows,
  outcomes: { ...phase.outcomes, ...change.outcomes },
  accepted: { ...phase.accepted, ...change.accepted },
  completed: { ...phase.completed, ...change.completed },
  rates: { ...phase.rates, ...change.rates },
});

const roundChange = fc.record({
  phases: fc.record({ before: phaseChange, during: phaseChange, after: phaseChange, all: phaseChange }),
  outcomes: sometimes(outcomeChange),
  ends: fc.nat({ max: 9 }),
  fault: sometimes(
    fc.record({
      struckAt: fc.option(moment.map(Math.abs)),
      liftedAt: fc.option(fc.integer({ min: 30_000, max: 90_000 })),
      applies: fc.constantFrom(true, true, false),
    }),
  ),
  backlog: sometimes(count),
  pendingCalls: sometimes(count),
  older: fc.boolean(),
  states: fc.array(
    fc.record({
      process: fc.constantFrom('subscriptions-1', 'subscriptions-2'),
      name: fc.constantFrom('circuit:payments', 'circuit:recommendations', 'leader'),
      from: moment,
      until: fc.option(moment),
    }),
    { maxLength: 5 },
  ),
  statesLeft: fc.constantFrom(undefined, 0, 3),
  money: sometimes(
    fc.record({
      charges: count,
      refunds: count,
      active: count,
      balanced: fc.boolean(),
      unbalanced: fc.option(count, { nil: undefined }),
    }),
  ),
  evenMoney: fc.boolean(),
  bins: fc.array(fc.option(ms), { minLength: 1, maxLength: 6 }),
  binsToo: fc.boolean(),
  connections: fc.integer({ min: 0, max: 3 }),
});
type RoundChange = typeof roundChange extends fc.Arbitrary<infer T> ? T : never;

const moneyOf = (round: RoundResult, { money, evenMoney }: RoundChange): RoundResult['money'] => {
  const changed = { ...round.money, ...money };
  return evenMoney ? { ...changed, active: Math.max(0, changed.charges - changed.refunds) } : changed;
};

const samplesOf = ({ samples }: RoundResult, change: RoundChange): RoundResult['samples'] => {
  const spike = (own: readonly number[], peak: number | undefined): readonly number[] =>
    peak === undefined
      ? own
      : samples.t.map((_unused, at) => (at === Math.floor(samples.t.length / 2) ? peak : 0));
  return {
    ...samples,
    backlog: spike(samples.backlog, change.backlog),
    pendingCalls: change.older ? [] : spike(samples.pendingCalls, change.pendingCalls),
    processes: Object.fromEntries(
      Object.entries(samples.processes).map(([name, one]) => [
        name,
        {
          ...one,
          connections: one.connections.map((open, at) =>
            at > one.connections.length / 3 ? open * change.connections : open,
          ),
        },
      ]),
    ),
  };
};

const changed = (round: RoundResult, change: RoundChange): RoundResult => ({
  ...round,
  valid: change.ends !== 0,
  partial: change.ends === 1,
  phases: {
    before: changedPhase(round.phases.before, change.phases.before),
    during: changedPhase(round.phases.during, change.phases.during),
    after: changedPhase(round.phases.after, change.phases.after),
    all: changedPhase(round.phases.all, { ...change.phases.all, emptied: false }),
  },
  outcomes: { ...round.outcomes, ...change.outcomes },
  faults: round.faults.map((fault) => ({ ...fault, ...change.fault })),
  samples: samplesOf(round, change),
  states: change.states,
  statesLeft: change.statesLeft,
  money: moneyOf(round, change),
  timeline: change.binsToo
    ? round.timeline.map((bin, index) => {
        const completedP50 = change.bins[index % change.bins.length] ?? null;
        return {
          ...bin,
          completedP50,
          never: index % 3 === 0 && completedP50 === null ? ['completedP50'] : [],
        };
      })
    : round.timeline,
});

const verdicts = {
  budgets: fc.constantFrom('pass', 'warn', 'fail', 'invalid'),
  hypotheses: fc.constantFrom('supported', 'refuted', 'inconclusive'),
} as const;

/** Perturbed copies of these runs, with the comparisons that belong to the changed rounds. */
export const generatedResults = (bases: readonly RunResult[]): fc.Arbitrary<RunResult> =>
  fc.constantFrom(...bases).chain((base) =>
    fc
      .record({
        changes: fc.array(sometimes(roundChange), {
          minLength: base.rounds.length,
          maxLength: base.rounds.length,
        }),
        kept: fc.integer({ min: 0, max: base.rounds.length }),
        alike: fc.boolean(),
        faultless: fc.integer({ min: 0, max: 5 }),
        partial: fc.boolean(),
        budgets: fc.array(verdicts.budgets, { minLength: 4, maxLength: 4 }),
        hypotheses: fc.array(verdicts.hypotheses, { minLength: 4, maxLength: 4 }),
      })
      .map(({ changes, kept, alike, faultless, partial, budgets, hypotheses }): RunResult => {
        const all = base.rounds.map((round, index) => {
          // The same change in every round of a contestant shows what all of its rounds agree on.
          const own = alike
            ? base.rounds.findIndex(({ contestant }) => contestant === round.contestant)
            : index;
          const change = changes[own];
          return change === undefined ? round : changed(round, change);
        });
        const rounds = kept === 0 ? all : all.slice(0, kept);
        return {
          ...base,
          rounds,
          partial,
          summary: { ...base.summary, comparisons: compareContestants(rounds) },
          scenario: faultless === 0 ? { ...base.scenario, faults: [] } : base.scenario,
          budgets: base.budgets.map((one, index) => ({ ...one, verdict: budgets[index % 4]! })),
          hypotheses: base.hypotheses.map((one, index) => ({ ...one, verdict: hypotheses[index % 4]! })),
        };
      }),
  );
