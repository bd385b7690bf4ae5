import { describe, expect, test } from 'vitest';
import { expressionsAt } from '../../test/support/expressions.ts';
import { crashRun } from '../../test/support/sample-results.ts';
import type { RunResult } from '../result/run.ts';
import { judgeHypotheses } from './hypotheses.ts';

const crash = crashRun();
const placed = (text: string) => expressionsAt([text]);
const judge = ({ rounds }: RunResult, text: string) =>
  judgeHypotheses(rounds, placed(text), ['http', 'events'])[0]!;

/** The crash run, but this share of http's requests was already unserved before the crash. */
const sick = (share: number): RunResult => ({
  ...crash,
  rounds: crash.rounds.map((round) => {
    if (round.contestant !== 'http') return round;
    const { before } = round.phases;
    const unserved = Math.round(before.outcomes.sent * share);
    return {
      ...round,
      phases: { ...round.phases, before: { ...before, outcomes: { ...before.outcomes, unserved } } },
    };
  }),
});

describe('what a fault does to a contestant that failed before it', () => {
  test('cannot be told', () => {
    const { verdict, detail } = judge(sick(0.9), 'http.failed + http.lost > 0');
    expect(verdict).toBe('inconclusive');
    expect(detail).toMatch(/requests of http went unserved in round 1 already before the fault/);
  });

  test('can be told of another contestant, and where most were served', () => {
    expect(judge(sick(0.9), 'events.lost == 0').verdict).toBe('supported');
    expect(judge(sick(0.4), 'http.failed + http.lost > 0').verdict).toBe('supported');
  });

  test('is no excuse for what it broke later', () => {
    expect(judge(sick(0.9), 'http.lost == 0').verdict).toBe('refuted');
    expect(judge(sick(0.9), 'http.completed.p50 during < 1s').verdict).toBe('refuted');
    expect(judge(sick(0.9), 'http.unserved == 0 after').verdict).toBe('inconclusive');
  });

  test('cannot be refuted by what was so before', () => {
    const before = (round: RunResult['rounds'][number]) => ({
      ...round.phases,
      before: { ...round.phases.before, outcomes: { ...round.phases.before.outcomes, duplicated: 3 } },
      all: { ...round.phases.all, outcomes: { ...round.phases.all.outcomes, duplicated: 3 } },
    });
    const run = sick(0.9);
    const rounds = run.rounds.map((round) => ({ ...round, phases: before(round) }));
    expect(judge({ ...run, rounds }, 'http.duplicated == 0').verdict).toBe('inconclusive');
    expect(judge({ ...run, rounds }, 'http.accepted.p50 during < http.accepted.p50 before').verdict).toBe(
      'inconclusive',
    );
  });
});
