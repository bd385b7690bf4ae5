import type { LatencyFigures, PhaseFigures, PhaseName, Quantiles } from '../../src/result/figures.ts';
import { phaseNames } from '../../src/result/figures.ts';
import type { GeneratorFigures } from '../../src/result/generator.ts';
import type { Outcomes } from '../../src/result/outcomes.ts';
import { outcomeClasses } from '../../src/result/outcomes.ts';
import type { RoundResult } from '../../src/result/round.ts';
import type { RunResult } from '../../src/result/run.ts';

/** What a test says of a round; everything else is nothing happened. A latency may be "never" or, with few samples, unknown. */
export interface RoundLiteral {
  readonly contestant: string;
  readonly round?: number;
  readonly attempt?: number;
  readonly valid?: boolean;
  readonly outcomes?: Partial<Outcomes>;
  readonly acceptedP95?: number | 'never' | null;
  readonly completedP95?: number | 'never' | null;
  /** p95 of completion in the window of the fault. */
  readonly duringP95?: number | 'never' | null;
  readonly completedRate?: number;
  readonly drainTime?: number | null;
  readonly count?: number;
  /** p99, ms. */
  readonly sendLag?: number;
}

const noQuantiles: Quantiles = {
  p50: null,
  p90: null,
  p95: null,
  p99: null,
  p999: null,
  max: null,
  mean: null,
  count: 0,
  never: [],
};

const latency = (p95: number | 'never' | null = null, count: number): LatencyFigures => ({
  ...noQuantiles,
  count,
  p95: p95 === 'never' ? null : p95,
  never: p95 === 'never' ? ['p95'] : [],
  successes: noQuantiles,
  answers: noQuantiles,
  serviceTime: noQuantiles,
});

const noOutcomes = Object.fromEntries(
  [
    ...outcomeClasses,
    'sent',
    'failed',
    'lost',
    'unserved',
    'duplicated',
    'doubleCharged',
    'unexpected',
    'misplaced',
    'outOfOrder',
    'foreignUser',
  ].map((name) => [name, 0]),
) as unknown as Outcomes;

const phaseOf = (literal: RoundLiteral, phase: PhaseName): PhaseFigures => {
  const { outcomes, acceptedP95, completedP95, duringP95, completedRate = 0, count = 1_000 } = literal;
  return {
    windows: [[0, 10_000]],
    accepted: latency(acceptedP95, count),
    completed: latency(phase === 'during' ? duringP95 : completedP95, count),
    consistency: noQuantiles,
    outcomes: { ...noOutcomes, ...outcomes },
    rates: {
      offered: 100,
      accepted: 100,
      completed: completedRate,
      carriedIn: { accepted: 0, completed: 0 },
      carriedOut: { accepted: 0, completed: 0 },
    },
  };
};

const generatorOf = (p99: number): GeneratorFigures => ({
  intended: 1_000,
  sent: 1_000,
  late: 0,
  achieved: 1,
  inFlightPeak: 1,
  connectionsPeak: 1,
  cpuSeconds: 1,
  cpuShare: 0.1,
  priority: 0,
  eventLoopDelay: { p50: 0, p99: 0, max: 0 },
  sendLag: { p50: 0, p99, max: p99 },
});

/** A round as a judge sees it, from the few figures that a test is about. */
export const roundLiteral = (literal: RoundLiteral): RoundResult => {
  const { contestant, round = 1, attempt = 1, valid = true, drainTime = 0, sendLag = 0 } = literal;
  const phases = Object.fromEntries(phaseNames.map((phase) => [phase, phaseOf(literal, phase)]));
  const partial: Partial<RoundResult> = {
    contestant,
    style: contestant,
    round,
    attempt,
    valid,
    drainTime,
    cpuPerWorkflow: null,
    phases: phases as Record<PhaseName, PhaseFigures>,
    outcomes: phases['all']!.outcomes,
    backlog: { peak: 0 },
    pendingCalls: { peak: 0 },
    connections: { peak: 8 },
    inFlight: { peak: 12 },
    states: [],
    machine: null,
    counters: {},
    generator: generatorOf(sendLag),
    money: { charges: 0, refunds: 0, active: 0, balanced: true, unbalanced: 0, requests: 0 },
  };
  return partial as RoundResult;
};

/** Rounds 1, 2, 3 … of one contestant. */
export const roundLiterals = (
  contestant: string,
  literals: readonly Omit<RoundLiteral, 'contestant'>[],
): RoundResult[] =>
  literals.map((literal, index) => roundLiteral({ round: index + 1, ...literal, contestant }));

/** A run of which a judge reads only the rounds. */
export const runLiteral = (rounds: readonly RoundResult[]): RunResult => ({ rounds }) as unknown as RunResult;
