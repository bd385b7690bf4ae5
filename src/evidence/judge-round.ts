import { type Requests, resolvedAt } from '../analysis/latencies.ts';
import { type RequestLatencies, requestLatencies } from '../analysis/paired-requests.ts';
import { analyseRound } from '../analysis/round-figures.ts';
import { type AuditResult, audit } from '../audit/audit.ts';
import { judgeLaws } from '../audit/laws.ts';
import { orderCounters } from '../audit/ordering.ts';
import { replayCounters } from '../audit/replay.ts';
import { staleReadCounters } from '../audit/stale-reads.ts';
import { rowsIn } from '../audit/windows.ts';
import { orderSource } from '../load/order-message.ts';
import { loadedWindows, ownWindows, type Slices } from '../load/slices.ts';
import type { MachineFigures } from '../result/generator.ts';
import type { ResourceFigures } from '../result/observations.ts';
import type { RoundResult } from '../result/round.ts';
import { blockedTimes } from '../verdicts/blocked.ts';
import { machineFigures } from '../verdicts/machine.ts';
import { judgeValidity } from '../verdicts/validity.ts';
import { meaningOf } from '../workflow/meaning.ts';
import { brokerProcess, type RoundEvidence } from './evidence.ts';
import { lawEvidence, warmUpSpanMs } from './law-evidence.ts';
import { type Look, seriesOf } from './look.ts';
import { type CpuReading, cpuMsPerWorkflow, cpuSecondsSince, cpuSecondsWithin } from './measured-usage.ts';
import { statesOf } from './states-of.ts';

/** When the machine was this contestant's: from the end of the warm-up on, or its slices with the gap after each; `nowMs()`. */
const ownTime = ({ originMs, slices }: RoundEvidence): readonly (readonly [number, number])[] =>
  slices === undefined || slices.abreast > 1
    ? [[originMs, Number.POSITIVE_INFINITY]]
    : ownWindows(slices).map(([from, to]) => [originMs + from, originMs + to] as const);

/** Its part of what the broker spent: where several use one at the same time nobody can tell them apart, and each has an even part. */
const brokerReadings = ({ broker, slices }: RoundEvidence): readonly CpuReading[] =>
  (broker?.readings ?? []).map(({ at, cpuSeconds }) => ({
    at,
    cpuSeconds: cpuSeconds / (slices?.abreast ?? 1),
  }));

const resourcesOf = (evidence: RoundEvidence): ResourceFigures[] => {
  const { instances, broker, client, slices } = evidence;
  const peak = (values: readonly number[]): number =>
    values.reduce((most, value) => Math.max(most, value), 0);
  const services = instances.map(({ name, role, samples }) => ({
    process: name,
    service: role,
    cpuSeconds: samples.at(-1)?.cpuSeconds ?? 0,
    peakRssBytes: peak(samples.map(({ rssBytes }) => rssBytes)),
    peakConnections: peak(samples.map(({ connections }) => connections)),
    peakInFlight: peak(samples.map(({ inFlight }) => inFlight)),
  }));
  const { health, peakRssBytes } = client;
  return [
    ...services,
    ...(broker === null
      ? []
      : [
          {
            process: 'rabbitmq',
            service: 'broker',
            cpuSeconds:
              slices === undefined
                ? broker.cpuSeconds
                : cpuSecondsWithin(brokerReadings(evidence), ownTime(evidence)),
            peakRssBytes: broker.peakRssBytes,
            peakConnections: 0,
            peakInFlight: 0,
          },
        ]),
    {
      process: 'load',
      service: 'load',
      cpuSeconds: health.cpuSeconds,
      peakRssBytes,
      peakConnections: health.connectionsPeak,
      peakInFlight: health.inFlightPeak,
    },
  ];
};

/** Totals over all processes, plus what the queues held at the end. */
const countersOf = (
  { scenario, instances, client, replayed, books }: RoundEvidence,
  audited: AuditResult,
): Record<string, number> => {
  const { sequence } = scenario.load;
  const { tickets, clientCalls } = client;
  const meaning = meaningOf(scenario.workflow);
  const audits = {
    ...staleReadCounters(tickets, audited),
    ...(sequence === undefined ? {} : orderCounters(tickets, books.entries, sequence, meaning)),
    ...(replayed === null ? {} : replayCounters(replayed, books.entries, meaning)),
  };
  const counters: Record<string, number> =
    clientCalls === null ? { ...audits } : { ...audits, 'client.calls': clientCalls };
  for (const { samples } of instances) {
    for (const [name, value] of Object.entries(samples.at(-1)?.counters ?? {})) {
      counters[name] = (counters[name] ?? 0) + value;
    }
  }
  if (books.deadLettered > 0) counters['amqp.inDeadLetterQueues'] = books.deadLettered;
  if (books.broken > 0) counters['amqp.brokenQueues'] = books.broken;
  return counters;
};

/** The states that services marked, of all their lives, and those of the broker. */
const markedStates = ({ instances, originMs, blockages }: RoundEvidence): ReturnType<typeof statesOf> =>
  statesOf(
    [
      ...instances.map(({ name, samples }) => ({ name, spans: samples.at(-1)?.spans ?? [] })),
      {
        name: brokerProcess,
        spans: blockages.map(({ reason, ...span }) => ({ name: `broker-blocked:${reason}`, ...span })),
      },
    ],
    originMs,
  );

/** What the services and the broker say that they spent, over time. */
const reportedBy = ({
  instances,
  broker,
}: Pick<RoundEvidence, 'instances' | 'broker'>): readonly (readonly CpuReading[])[] => [
  ...instances.map(({ samples }) => samples),
  broker?.readings ?? [],
];

/** Of the services and the broker; what a party outside spends is not the style's. */
const spentOnWorkflows = (round: RoundEvidence): readonly (readonly CpuReading[])[] => {
  const { scenario, instances } = round;
  const own = instances.filter(({ role }) => !scenario.parties.some(({ name }) => name === role));
  return [...own.map(({ samples }) => samples), brokerReadings(round)];
};

/** Services and broker say for themselves what they spent; of the others the watch knows. */
const machineOf = (round: RoundEvidence): MachineFigures => {
  const { from, to } = round.machine;
  const between = (readings: readonly CpuReading[]): number =>
    cpuSecondsSince(readings, from.reading.at) - cpuSecondsSince(readings, to.reading.at);
  const own = reportedBy(round).reduce(
    (sum, readings) => sum + between(readings),
    to.ownSeconds - from.ownSeconds,
  );
  const figures = machineFigures(from.reading, to.reading, own);
  // What a broker of somebody else's spends here cannot be told from what others do.
  return round.brokerIsUnseen ? { ...figures, others: null } : figures;
};

/** The sum over all processes at the moment of a look. */
const sumOver =
  (field: 'connections' | 'inFlight') =>
  ({ processes }: Look): number =>
    Object.values(processes).reduce((sum, sample) => sum + sample[field], 0);

const peakOf = (looks: readonly Look[], sizeOf: (look: Look) => number): number =>
  looks.reduce((most, look) => Math.max(most, sizeOf(look)), 0);

/** Requests that were sent in a slice and not over at the end of the gap after it. Side by side nobody has a turn to spill into. */
const spilledOver = (
  slices: Slices,
  requests: Requests,
): { readonly requests: number; readonly of: number } => {
  const { dueAt } = requests.tickets;
  const rows = slices.abreast > 1 ? [] : rowsIn(dueAt, loadedWindows(slices));
  const ends = ownWindows(slices).map(([, to]) => to);
  let spilled = 0;
  for (const [slice, [first, end]] of rows.entries())
    for (let index = first; index < end; index += 1)
      if (!(resolvedAt(requests, index) <= ends[slice]!)) spilled += 1;
  return { requests: spilled, of: rows.reduce((sum, [first, end]) => sum + end - first, 0) };
};

/** A round as it was judged, and the latencies that it is compared by with others that were up at the same time. */
export interface JudgedRound {
  readonly result: RoundResult;
  readonly latencies: RequestLatencies;
}

/** Joins what the client saw with what the ledgers hold, and puts the round into the shape of the result. A pure function. */
export const judgeRound = (evidence: RoundEvidence): JudgedRound => {
  const { scenario, client, books, originMs, loadEndsMs, drained, looks, interrupted, faults } = evidence;
  const { tickets, health } = client;
  const { load } = scenario;
  const orderOf = orderSource(
    evidence.seed,
    `${evidence.prefix}-`,
    load.saturate === null ? load.sequence : undefined,
  );
  const audited = audit({
    workflow: scenario.workflow,
    tickets,
    entries: books.entries,
    queued: new Set(books.queued),
    unreadable: books.unreadable,
    originMs,
    drained: drained.drained,
    orderOf,
  });
  // Processes that warm up queue more than they will: their peaks are no figure of the measured time.
  const measured = looks.filter(({ at }) => at >= originMs);
  const endMs = (looks.at(-1)?.at ?? loadEndsMs) - originMs;
  const figures = analyseRound({
    tickets,
    audit: audited,
    entries: books.entries,
    effects: meaningOf(scenario.workflow).effects,
    originMs,
    faults,
    planned: scenario.faults,
    warmUpMs: warmUpSpanMs(evidence),
    ...(evidence.slices === undefined ? {} : { slices: evidence.slices }),
    durationMs: loadEndsMs - originMs,
    stages: load.stages,
    endMs,
  });
  const ended = evidence.ended.map(({ at, lastLines, ...end }) => ({
    ...end,
    atMs: Math.round(at - originMs),
    lastLines: lastLines.split('\n').filter((line) => line !== ''),
  }));
  const machine = machineOf(evidence);
  const generator = { ...health, achieved: health.intended === 0 ? 0 : health.sent / health.intended };
  const marked = markedStates(evidence);
  const laws = judgeLaws(lawEvidence(evidence, audited, figures));
  const invalidReasons = interrupted
    ? []
    : judgeValidity({
        ended,
        blocked: blockedTimes(marked.states, endMs),
        deafBecause: client.deafBecause,
        generator,
        machine,
        mostOthers: load.maxOthers,
        faults,
        scaling: evidence.scaling ?? [],
        plannedSaturation: load.saturate !== null,
        maxSendLagMs: load.maxSendLagMs,
        ...(evidence.slices === undefined
          ? {}
          : { spilled: spilledOver(evidence.slices, { tickets, audit: audited }) }),
        withoutClass: audited.withoutClass,
        problems: audited.problems,
        laws,
      });
  const result: RoundResult = {
    contestant: evidence.contestant.name,
    style: evidence.style.name,
    round: evidence.round,
    attempt: evidence.attempt,
    startedAt: evidence.startedAt,
    valid: invalidReasons.length === 0 && !interrupted,
    invalidReasons: interrupted ? ['interrupted before its end'] : invalidReasons,
    partial: interrupted,
    ...figures,
    laws,
    generator,
    machine,
    ended,
    faults,
    ...(evidence.scaling === undefined ? {} : { scaling: [...evidence.scaling] }),
    resources: resourcesOf(evidence),
    backlog: { peak: peakOf(measured, ({ queued, owedMessages }) => (queued ?? 0) + owedMessages) },
    pendingCalls: { peak: peakOf(measured, ({ owedCalls }) => owedCalls) },
    ...marked,
    drainTime: drained.quietSince === null ? null : Math.max(0, Math.round(drained.quietSince - loadEndsMs)),
    connections: { peak: peakOf(measured, sumOver('connections')) },
    inFlight: { peak: peakOf(measured, sumOver('inFlight')) },
    cpuPerWorkflow: cpuMsPerWorkflow(
      spentOnWorkflows(evidence),
      ownTime(evidence),
      figures.outcomes.completed,
    ),
    counters: countersOf(evidence, audited),
    samples: seriesOf(
      looks,
      originMs,
      evidence.instances.map(({ name }) => name),
    ),
  };
  return { result, latencies: requestLatencies({ tickets, audit: audited }) };
};
