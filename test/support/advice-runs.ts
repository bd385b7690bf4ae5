import type { Answers } from '../../src/advice/answers.ts';
import { partsOf } from '../../src/advice/layout.ts';
import type { PhaseFigures } from '../../src/result/figures.ts';
import type { RoundResult } from '../../src/result/round.ts';
import type { RunResult } from '../../src/result/run.ts';
import { roundLiteral } from './round-literal.ts';

/** What one style did in each round, as a test says it; a list is a value a round, in milliseconds or requests. */
export interface StyleLiteral {
  readonly told?: Readonly<Record<string, readonly number[]>>;
  /** From the answer until all was done, p95; nothing where the answer itself says so. */
  readonly rest?: readonly number[];
  readonly failed?: Readonly<Record<string, readonly number[]>>;
  readonly lost?: Readonly<Record<string, readonly number[]>>;
  readonly cpu?: readonly number[];
  readonly invalid?: readonly number[];
}

/** Answers to start from: nothing breaks, and everything is allowed to take a minute. */
export const plainAnswers: Answers = {
  workflow: 'subscribe',
  service: 'payments',
  work: { medianMs: 20, p99Ms: 80 },
  workers: 32,
  perSecond: 40,
  peak: null,
  inAnswer: false,
  toldWithinMs: 60_000,
  mayLose: 0,
  mayFail: 0,
  outage: null,
  slow: null,
  broker: null,
};

const sentInPart = 400;

const phaseFor = (
  base: PhaseFigures,
  { told, rest, failed, lost }: { told: number; rest: number; failed: number; lost: number },
): PhaseFigures => {
  const quantiles = {
    ...base.consistency,
    p50: told / 2,
    p95: told,
    count: sentInPart,
  };
  return {
    ...base,
    accepted: { ...base.accepted, ...quantiles },
    completed: { ...base.completed, ...quantiles, answers: quantiles },
    consistency: { ...quantiles, p50: rest, p95: rest },
    outcomes: {
      ...base.outcomes,
      sent: sentInPart,
      completed: sentInPart - failed - lost,
      refused: failed,
      dropped: lost,
      failed,
      lost,
      unserved: failed + lost,
    },
  };
};

const at = (values: readonly number[] | undefined, index: number): number => values?.[index] ?? 0;

const roundFor = (
  contestant: string,
  parts: readonly string[],
  style: StyleLiteral,
  round: number,
): RoundResult => {
  const base = roundLiteral({ contestant, round, valid: !(style.invalid ?? []).includes(round) });
  const index = round - 1;
  const rest = at(style.rest, index);
  const figuresOf = (part: string): PhaseFigures =>
    phaseFor(base.phases.all, {
      rest,
      told: style.told?.[part]?.[index] ?? 100,
      failed: at(style.failed?.[part], index),
      lost: at(style.lost?.[part], index),
    });
  const sum = (values: Readonly<Record<string, readonly number[]>> | undefined): number =>
    parts.reduce((total, part) => total + at(values?.[part], index), 0);
  const all = phaseFor(base.phases.all, {
    rest,
    told: style.told?.['usual']?.[index] ?? 100,
    failed: sum(style.failed),
    lost: sum(style.lost),
  });
  return {
    ...base,
    invalidReasons: base.valid ? [] : ['others took the machine'],
    partial: false,
    phases: { ...base.phases, all },
    outcomes: all.outcomes,
    stages: Object.fromEntries(
      parts.map((part) => [part, { during: figuresOf(part), after: base.phases.all }]),
    ),
    cpuPerWorkflow: style.cpu?.[index] ?? 5,
    resources: [
      { process: 'payments-1', service: 'payments', peakRssBytes: 2 ** 27 },
      { process: 'load', service: 'load', peakRssBytes: 2 ** 29 },
      ...(contestant === 'http'
        ? []
        : [{ process: 'rabbitmq', service: 'rabbitmq', peakRssBytes: 1.5 * 2 ** 27 }]),
    ].map((one) => ({ ...one, cpuSeconds: 1, peakConnections: 1, peakInFlight: 1 })),
  };
};

/** The run that such answers would have come to, of as many rounds as `rounds` says. */
export const adviceRun = (
  answers: Answers,
  styles: Readonly<Record<string, StyleLiteral>>,
  rounds = 3,
): RunResult => {
  const parts = partsOf(answers);
  const numbers = Array.from({ length: rounds }, (_unused, index) => index + 1);
  const partial = {
    partial: false,
    verdict: 'pass',
    scenario: {
      name: 'advice',
      rounds,
      contestants: Object.keys(styles).map((name) => ({ name, style: name })),
    },
    environment: { cpuModel: 'Sample CPU', cores: 2, broker: 'RabbitMQ 3.10.8 (private)' },
    rounds: Object.entries(styles).flatMap(([name, style]) =>
      numbers.map((round) => roundFor(name, parts, style, round)),
    ),
  };
  return partial as unknown as RunResult;
};
