import { resolvedAt } from '../../src/analysis/latencies.ts';
import { analyseRound } from '../../src/analysis/round-figures.ts';
import { summarise } from '../../src/analysis/summary.ts';
import { audit } from '../../src/audit/audit.ts';
import type { FaultRecord, Samples } from '../../src/result/observations.ts';
import type { RoundResult } from '../../src/result/round.ts';
import type { RunResult } from '../../src/result/run.ts';
import { resultSchema } from '../../src/result/run.ts';
import type { ScenarioRecord } from '../../src/result/scenario-record.ts';
import { seededRandom } from '../../src/shared/random.ts';
import { judgeBudgets } from '../../src/verdicts/budgets.ts';
import { judgeHypotheses } from '../../src/verdicts/hypotheses.ts';
import { verdictOf } from '../../src/verdicts/verdict.ts';
import { expressionsAt } from './expressions.ts';
import {
  arrivals,
  callChain,
  eventFlow,
  type Fate,
  leakyFlow,
  type Outage,
  refusesAll,
} from './sample-requests.ts';
import { meaning, subscribe } from './subscribe.ts';
import { entriesOf, originMs, roundOf, ticketsOf } from './synthetic-round.ts';

interface SampleContestant {
  readonly name: string;
  readonly style: string;
  readonly answers: 'when-done' | 'when-accepted';
  readonly fate: Fate;
}

interface Sample {
  readonly name: string;
  readonly title: string;
  readonly claim: string;
  readonly contestants: readonly SampleContestant[];
  readonly outage: Outage | null;
  readonly rounds: number;
  readonly hypotheses: readonly string[];
  readonly budgets: readonly string[];
  readonly perSecond?: number;
  readonly durationMs?: number;
}

const warmUpMs = 3_000;
const patienceMs = 10_000;

const sortedBy = (spans: readonly (readonly [number, number])[], end: 0 | 1): Float64Array =>
  Float64Array.from(spans, (span) => span[end]).sort();

/** How many of the ascending values are at most `limit`. */
const upTo = (ascending: Float64Array, limit: number): number => {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Samples every quarter of a second, from what the requests did. */
const samplesOf = (
  one: SampleContestant,
  over: readonly (readonly [from: number, to: number])[],
  { outage, endMs }: { readonly outage: Outage | null; readonly endMs: number },
): Samples => {
  const count = Math.floor((endMs + warmUpMs) / 250) + 1;
  const t = Array.from({ length: count }, (_unused, index) => index * 250 - warmUpMs);
  const [begun, ended] = ([0, 1] as const).map((end) => sortedBy(over, end)) as [Float64Array, Float64Array];
  const open = t.map((at) => upTo(begun, at) - upTo(ended, at));
  const random = seededRandom('samples', one.name);
  const queues = one.answers === 'when-accepted';
  const away = (at: number): boolean => outage !== null && at >= outage.from && at < outage.to;
  const process = (service: string, depth: number): Samples['processes'][string] => {
    const gone = (at: number): boolean => service === 'payments' && away(at);
    const busy = open.map((held, index) =>
      gone(t[index]!) ? 0 : queues ? Math.min(held, 8) : Math.ceil(held / depth),
    );
    return {
      connections: busy.map((held, index) => (gone(t[index]!) ? 0 : queues ? 4 : 6 + held)),
      inFlight: busy,
      cpu: busy.map(
        (held) => Math.round((0.05 + Math.min(held, 30) * 0.012 + random() * 0.03) * 1_000) / 1_000,
      ),
    };
  };
  return {
    t,
    backlog: open.map((held) => (queues ? Math.max(0, held - 8) : 0)),
    pendingCalls: open.map(() => 0),
    clientInFlight: open,
    processes: Object.fromEntries(
      Object.keys(subscribe.services).map((name, index) => [`${name}-1`, process(name, index + 1)]),
    ),
  };
};

/** The planned outage, injected and cleared a little late, as real ones are. */
const recordOf = (outage: Outage, round: number): FaultRecord => ({
  type: 'crash',
  target: 'payments',
  bites: 1,
  applies: true,
  struckAt: outage.from + 3.2 * round,
  liftedAt: outage.to + 140 + 11 * round,
});

const peak = (values: readonly number[]): number => Math.max(0, ...values);

const roundFor = (sample: Sample, one: SampleContestant, round: number): RoundResult => {
  const { outage, perSecond = 100, durationMs = 20_000 } = sample;
  const random = seededRandom('fate', one.name, round);
  const requests = arrivals({ warmUpMs, durationMs, perSecond }, round).map((dueAt) =>
    one.fate(dueAt, random),
  );
  const faults = outage === null ? [] : [recordOf(outage, round)];
  const [tickets, entries] = [ticketsOf(requests), entriesOf(requests)];
  const audited = audit({
    workflow: subscribe,
    tickets,
    entries,
    queued: new Set(),
    originMs,
    drained: true,
  });
  const over = requests.map(({ dueAt }, index): readonly [number, number] => {
    const word = resolvedAt({ tickets, audit: audited }, index);
    return [dueAt, Number.isNaN(word) ? dueAt + patienceMs : word];
  });
  const lastOver = over.reduce((latest, [, to]) => Math.max(latest, to), durationMs);
  const endMs = lastOver + 500;
  const figures = analyseRound({
    effects: meaning.effects,
    tickets,
    audit: audited,
    entries,
    originMs,
    faults,
    warmUpMs,
    durationMs,
    endMs,
    planned: outage === null ? [] : [{ atMs: outage.from, forMs: outage.to - outage.from }],
  });
  const samples = samplesOf(one, over, { outage, endMs });
  const processes = Object.entries(samples.processes);
  const total = (of: 'connections' | 'inFlight'): number =>
    peak(samples.t.map((_unused, at) => processes.reduce((sum, [, one]) => sum + one[of][at]!, 0)));
  return roundOf(figures, {
    contestant: one.name,
    style: one.style,
    round,
    faults,
    samples,
    backlog: { peak: peak(samples.backlog) },
    pendingCalls: { peak: 0 },
    states: [],
    machine: null,
    drainTime: Math.round(lastOver - durationMs),
    connections: { peak: total('connections') },
    inFlight: { peak: total('inFlight') },
    cpuPerWorkflow: figures.outcomes.completed === 0 ? null : 6.4,
    resources: processes.map(([process, one]) => ({
      process,
      service: process.replace(/-\d+$/, ''),
      cpuSeconds: 2.1,
      peakRssBytes: 96_000_000,
      peakConnections: peak(one.connections),
      peakInFlight: peak(one.inFlight),
    })),
    generator: {
      intended: requests.length,
      sent: requests.length,
      late: 0,
      achieved: 1,
      sendLag: { p50: 0.5, p99: 1.2, max: 3.4 },
      eventLoopDelay: { p50: 0.3, p99: 1.1, max: 4.2 },
      inFlightPeak: peak(samples.clientInFlight),
      connectionsPeak: 64,
      cpuSeconds: 1.2,
      cpuShare: 0.05,
      priority: 0,
    },
  });
};

const scenarioOf = (sample: Sample): ScenarioRecord => {
  const { name, title, claim, outage, perSecond = 100, durationMs = 20_000 } = sample;
  const list = (key: string, items: readonly string[]): string =>
    items.length === 0 ? '' : `${key}:\n${items.map((item) => `  - ${item}\n`).join('')}`;
  return {
    name,
    title,
    claim,
    rounds: sample.rounds,
    scale: 1,
    group: 'Failures',
    file: `scenarios/${name}.yaml`,
    why: 'A waiting caller has nowhere to put the request; a queue does.',
    source: `title: ${title}\n${list('hypotheses', sample.hypotheses)}${list('budgets', sample.budgets)}`,
    contestants: sample.contestants.map((one) => ({
      name: one.name,
      style: one.style,
      answers: one.answers,
      policies: { timeoutMs: 2_000 },
      capacity: Object.fromEntries(
        Object.keys(subscribe.services).map((service) => [service, { instances: 1, workers: 32 }]),
      ),
    })),
    load: {
      arrivals: 'poisson',
      stages: [{ perSecond, forMs: durationMs }],
      declined: 0.01,
      warmUpMs,
      drainMs: 30_000,
      patienceMs,
    },
    faults:
      outage === null
        ? []
        : [{ type: 'crash', target: 'payments', atMs: outage.from, forMs: outage.to - outage.from }],
  };
};

/** A whole run, judged by the real judges, from what its requests did; the same every time. */
const runOf = (sample: Sample): RunResult => {
  const contestants = sample.contestants.map(({ name, style }) => ({ name, style }));
  const names = contestants.map(({ name }) => name);
  const rounds = Array.from({ length: sample.rounds }, (_unused, index) => index + 1).flatMap((round) =>
    sample.contestants.map((one) => roundFor(sample, one, round)),
  );
  const from = 2 + (sample.hypotheses.length === 0 ? 0 : 1);
  const budgets = judgeBudgets(
    rounds,
    expressionsAt(sample.budgets, from + sample.hypotheses.length + 1, 5),
    names,
    {
      strict: false,
      baseline: null,
    },
  );
  return {
    schema: resultSchema,
    scenario: scenarioOf(sample),
    seed: 1,
    partial: false,
    rounds,
    budgets,
    environment: {
      cpuModel: 'Sample CPU',
      cores: 2,
      memoryBytes: 8 * 2 ** 30,
      os: 'Linux 6.1',
      node: 'v20.20.2',
      broker: 'RabbitMQ 3.10.8 (private)',
      dependencyLock: '0123456789ab',
      tandem: '0.1.0',
    },
    startedAt: '2026-01-02T03:04:05.000Z',
    finishedAt: '2026-01-02T03:08:09.000Z',
    ...verdictOf({ rounds, budgets, untested: [] }),
    warnings: budgets
      .filter(({ verdict }) => verdict === 'warn')
      .map(({ text, detail }) => `budget ${text}: ${detail}`),
    hypotheses: judgeHypotheses(rounds, expressionsAt(sample.hypotheses, from, 5), names),
    summary: summarise(rounds, contestants),
  };
};

const outage: Outage = { from: 5_000, to: 10_000 };
const chain = (name: string, fate: Fate): SampleContestant => ({
  name,
  style: 'http',
  answers: 'when-done',
  fate,
});
const flow = (name: string, fate: Fate): SampleContestant => ({
  name,
  style: 'events',
  answers: 'when-accepted',
  fate,
});

/** Two contestants, nothing goes wrong. */
export const healthyRun = (): RunResult =>
  runOf({
    name: 'baseline',
    title: 'Both styles on a good day',
    outage: null,
    rounds: 3,
    claim: 'Without faults both styles complete everything.',
    contestants: [chain('http', callChain(null)), flow('events', eventFlow(null))],
    hypotheses: ['http.lost == 0', 'events.accepted.p50 < http.accepted.p50'],
    budgets: ['lost == 0', 'events.completed.p95 < 250ms'],
  });

/** Payments is away for five seconds: one contestant fails requests, the other delays them. */
export const crashRun = (named: { readonly title?: string; readonly claim?: string } = {}): RunResult =>
  runOf({
    name: 'payments-crash',
    outage,
    rounds: 3,
    title: named.title ?? 'Payments is killed for five seconds',
    claim:
      named.claim ??
      'A broken service fails the requests of a call chain, but only delays those of an event flow.',
    contestants: [chain('http', callChain(outage)), flow('events', eventFlow(outage))],
    hypotheses: [
      'http.failed + http.lost > 0',
      'events.failed + events.lost == 0',
      'events.completed.p95 during < 1s',
    ],
    budgets: [
      'events.lost == 0',
      'http.lost == 0',
      'events.accepted.p95 < 500ms',
      'http.completed.p95 < 400ms',
    ],
  });

/** More contestants than two, which share an outage. */
export const fourContestants = (): RunResult =>
  runOf({
    name: 'four-ways',
    title: 'Four ways through the same outage',
    outage,
    rounds: 2,
    claim: 'What a flow guarantees decides what an outage costs.',
    contestants: [
      chain('http', callChain(outage)),
      flow('events', eventFlow(outage)),
      chain('http-undici-no-retries', callChain(outage, 45)),
      flow('events-auto-ack', leakyFlow(outage)),
    ],
    hypotheses: ['events.lost == 0', 'events-auto-ack.lost > 0'],
    budgets: [],
  });

/** As many contestants as a scenario may have. */
export const eightContestants = (): RunResult =>
  runOf({
    name: 'eight-ways',
    title: 'Eight ways through the same outage',
    outage,
    rounds: 2,
    claim: 'What a flow guarantees decides what an outage costs.',
    contestants: [
      ...['http', 'http-undici', 'http-patient', 'http-no-retries'].map((name, index) =>
        chain(name, callChain(outage, 40 + 5 * index)),
      ),
      ...['events', 'events-quorum', 'events-confirm'].map((name) => flow(name, eventFlow(outage))),
      flow('events-auto-ack', leakyFlow(outage)),
    ],
    hypotheses: ['events.lost == 0'],
    budgets: [],
  });

/** One contestant answers, but completes nothing. */
export const nothingCompleted = (): RunResult =>
  runOf({
    name: 'one-is-down',
    title: 'One contestant completes nothing',
    outage: null,
    rounds: 1,
    claim: 'A report must stay readable when a contestant has nothing to show.',
    contestants: [chain('refuses', refusesAll), flow('events', eventFlow(null))],
    hypotheses: ['refuses.completed > 0'],
    budgets: ['refuses.completed.p95 < 1s', 'events.completed.p95 < 250ms'],
  });

/** A crash run whose words try to become markup. */
export const hostileRun = (): RunResult =>
  crashRun({
    title: '<script>document.title = "owned"</script> & "quotes"',
    claim: 'Shown as text: <img src=x onerror="document.title=1">',
  });

/** Ten minutes at 500 requests a second: as large as a result gets. */
export const longRun = (): RunResult => {
  const long: Outage = { from: 200_000, to: 230_000 };
  return runOf({
    name: 'long',
    title: 'Ten minutes',
    claim: 'Size is bounded.',
    outage: long,
    rounds: 1,
    perSecond: 500,
    durationMs: 600_000,
    contestants: [chain('http', callChain(long)), flow('events', eventFlow(long))],
    hypotheses: [],
    budgets: [],
  });
};
