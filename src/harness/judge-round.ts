import { analyseRound } from '../analysis/round-figures.ts';
import { type AuditResult, audit } from '../audit/audit.ts';
import { judgeLaws } from '../audit/laws.ts';
import { orderCounters } from '../audit/ordering.ts';
import { replayCounters } from '../audit/replay.ts';
import { staleReadCounters } from '../audit/stale-reads.ts';
import { orderSource } from '../load/order-message.ts';
import type { MachineFigures } from '../result/generator.ts';
import type { ResourceFigures } from '../result/observations.ts';
import type { RoundResult } from '../result/round.ts';
import { nowMs } from '../shared/clock.ts';
import { messageOf } from '../shared/errors.ts';
import { redact } from '../shared/redact.ts';
import { blockedTimes } from '../verdicts/blocked.ts';
import { machineFigures } from '../verdicts/machine.ts';
import { judgeValidity } from '../verdicts/validity.ts';
import type { LedgerEntry } from '../workflow/order.ts';
import { readLedger } from '../workflow/read-ledger.ts';
import { databaseOf } from './fleet.ts';
import { lawEvidence } from './law-evidence.ts';
import { cpuMsPerWorkflow, cpuSecondsSince } from './measured-usage.ts';
import { brokerProcess } from './round-alarm.ts';
import type { RoundRecord } from './round-record.ts';
import { type Look, seriesOf } from './sampling.ts';
import { statesOf } from './states-of.ts';

interface Books {
  readonly entries: readonly LedgerEntry[];
  /** Ids in a work queue, delay queue or outbox. */
  readonly queued: ReadonlySet<string>;
  readonly deadLettered: number;
  /** Queues that the broker can no longer open; whatever they held is gone. */
  readonly broken: number;
  readonly unreadable: readonly string[];
}

/** Collects the durable truth of a round: every ledger, every outbox, every queue. */
const readBooks = async ({ folder, plan, observer }: RoundRecord): Promise<Books> => {
  const entries: LedgerEntry[] = [];
  const queued = new Set<string>();
  const unreadable: string[] = [];
  let deadLettered = 0;
  let broken = 0;
  for (const role of plan.style.services) {
    try {
      const ledger = await readLedger(databaseOf(folder, role));
      for (const entry of ledger.entries) entries.push(entry);
      for (const id of ledger.unsent) queued.add(id);
    } catch (error) {
      unreadable.push(redact(`${role} ledger: ${messageOf(error)}`));
    }
  }
  const topology = plan.style.topology?.(plan.prefix, plan.contestant.policies);
  if (observer === null || topology === undefined)
    return { entries, queued, deadLettered, broken, unreadable };
  const left = async (queue: string): Promise<string[]> => {
    try {
      const ids = await observer.leftovers(queue);
      if (ids === null) broken += 1;
      return ids ?? [];
    } catch (error) {
      unreadable.push(redact(`queue ${queue}: ${messageOf(error)}`));
      return [];
    }
  };
  for (const queue of [...topology.queues, ...topology.delayed]) {
    for (const id of await left(queue)) queued.add(id);
  }
  for (const queue of topology.deadLetters) deadLettered += (await left(queue)).length;
  return { entries, queued, deadLettered, broken, unreadable };
};

const resourcesOf = ({ fleet, sampler, finished }: RoundRecord): ResourceFigures[] => {
  const peak = (values: readonly number[]): number =>
    values.reduce((most, value) => Math.max(most, value), 0);
  const services = fleet.instances.map(({ name, role, samples }) => ({
    process: name,
    service: role,
    cpuSeconds: samples.at(-1)?.cpuSeconds ?? 0,
    peakRssBytes: peak(samples.map(({ rssBytes }) => rssBytes)),
    peakConnections: peak(samples.map(({ connections }) => connections)),
    peakInFlight: peak(samples.map(({ inFlight }) => inFlight)),
  }));
  const broker = sampler.brokerUsage();
  const { health } = finished;
  return [
    ...services,
    ...(broker === null
      ? []
      : [
          {
            process: 'rabbitmq',
            service: 'broker',
            cpuSeconds: broker.cpuSeconds,
            peakRssBytes: broker.peakRssBytes,
            peakConnections: 0,
            peakInFlight: 0,
          },
        ]),
    {
      process: 'load',
      service: 'load',
      cpuSeconds: health.cpuSeconds,
      peakRssBytes: finished.peakRssBytes,
      peakConnections: health.connectionsPeak,
      peakInFlight: health.inFlightPeak,
    },
  ];
};

/** Totals over all processes, plus what the queues held at the end. */
const countersOf = (
  { plan, fleet, finished, replayed }: RoundRecord,
  { entries, deadLettered, broken }: Books,
  audited: AuditResult,
): Record<string, number> => {
  const { sequence } = plan.scenario.load;
  const { tickets } = finished;
  const audits = {
    ...staleReadCounters(tickets, audited),
    ...(sequence === undefined ? {} : orderCounters(tickets, entries, sequence)),
    ...(replayed === null ? {} : replayCounters(replayed, entries)),
  };
  const { clientCalls } = finished;
  const counters: Record<string, number> =
    clientCalls === null ? { ...audits } : { ...audits, 'client.calls': clientCalls };
  for (const { samples } of fleet.instances) {
    for (const [name, value] of Object.entries(samples.at(-1)?.counters ?? {})) {
      counters[name] = (counters[name] ?? 0) + value;
    }
  }
  if (deadLettered > 0) counters['amqp.inDeadLetterQueues'] = deadLettered;
  if (broken > 0) counters['amqp.brokenQueues'] = broken;
  return counters;
};

/** The states that services marked, of all their lives, and those of the broker. */
const markedStates = ({ fleet, originMs, blockages }: RoundRecord): ReturnType<typeof statesOf> =>
  statesOf(
    [
      ...fleet.instances.map(({ name, samples }) => ({ name, spans: samples.at(-1)?.spans ?? [] })),
      {
        name: brokerProcess,
        spans: blockages.map(({ reason, ...span }) => ({ name: `broker-blocked:${reason}`, ...span })),
      },
    ],
    originMs,
  );

/** Services and broker say for themselves what they spent; of the others the watch knows. */
const machineOf = ({ plan, fleet, sampler, machine: { from, to } }: RoundRecord): MachineFigures => {
  const isBrokerUnseen = plan.style.needs.includes('rabbitmq') && plan.broker?.pid === null;
  const reported = [...fleet.instances.map(({ samples }) => samples), sampler.brokerUsage()?.readings ?? []];
  const between = (readings: (typeof reported)[number]): number =>
    cpuSecondsSince(readings, from.reading.at) - cpuSecondsSince(readings, to.reading.at);
  const own = reported.reduce((sum, readings) => sum + between(readings), to.ownSeconds - from.ownSeconds);
  const figures = machineFigures(from.reading, to.reading, own);
  // What a broker of somebody else's spends here cannot be told from what others do.
  return isBrokerUnseen ? { ...figures, others: null } : figures;
};

/** The sum over all processes at the moment of a look. */
const sumOver =
  (field: 'connections' | 'inFlight') =>
  ({ processes }: Look): number =>
    Object.values(processes).reduce((sum, sample) => sum + sample[field], 0);

const peakOf = (looks: readonly Look[], sizeOf: (look: Look) => number): number =>
  looks.reduce((most, look) => Math.max(most, sizeOf(look)), 0);

/** Joins what the client saw with what the ledgers hold, and puts the round into the shape of the result. */
export const judgeRound = async (record: RoundRecord): Promise<RoundResult> => {
  const { plan, finished, originMs, loadEndsMs, drained, sampler, interrupted, faults } = record;
  const { scenario, contestant, round, attempt, style } = plan;
  const { tickets, health } = finished;
  const books = await readBooks(record);
  const { seed, prefix } = plan;
  const orderOf = orderSource(
    seed,
    `${prefix}-`,
    scenario.load.saturate === null ? scenario.load.sequence : undefined,
  );
  const audited = audit({ tickets, ...books, originMs, drained: drained.drained, orderOf });
  const looks = sampler.looks;
  // Processes that warm up queue more than they will: their peaks are no figure of the measured time.
  const measured = looks.filter(({ at }) => at >= originMs);
  const records = faults.records();
  const endMs = (looks.at(-1)?.at ?? loadEndsMs) - originMs;
  const figures = analyseRound({
    tickets,
    audit: audited,
    entries: books.entries,
    originMs,
    faults: records,
    planned: scenario.faults,
    warmUpMs: scenario.load.warmUpMs,
    durationMs: loadEndsMs - originMs,
    endMs,
  });
  const ended = record.ended.map(({ at, lastLines, ...end }) => ({
    ...end,
    atMs: Math.round(at - originMs),
    lastLines: lastLines.split('\n').filter((line) => line !== ''),
  }));
  const resources = resourcesOf(record);
  const machine = machineOf(record);
  const generator = { ...health, achieved: health.intended === 0 ? 0 : health.sent / health.intended };
  const marked = markedStates(record);
  const laws = judgeLaws(lawEvidence(record, books.entries, audited, figures, nowMs()));
  const invalidReasons = interrupted
    ? []
    : judgeValidity({
        ended,
        blocked: blockedTimes(marked.states, endMs),
        deafBecause: finished.deafBecause,
        generator,
        machine,
        mostOthers: scenario.load.maxOthers,
        faults: records,
        plannedSaturation: scenario.load.saturate !== null,
        maxSendLagMs: scenario.load.maxSendLagMs,
        withoutClass: audited.withoutClass,
        problems: audited.problems,
        laws,
      });
  return {
    contestant: contestant.name,
    style: style.name,
    round,
    attempt,
    startedAt: record.startedAt,
    valid: invalidReasons.length === 0 && !interrupted,
    invalidReasons: interrupted ? ['interrupted before its end'] : invalidReasons,
    partial: interrupted,
    ...figures,
    laws,
    generator,
    machine,
    ended,
    faults: records,
    resources,
    backlog: { peak: peakOf(measured, ({ queued, owedMessages }) => (queued ?? 0) + owedMessages) },
    pendingCalls: { peak: peakOf(measured, ({ owedCalls }) => owedCalls) },
    ...marked,
    drainTime: drained.quietSince === null ? null : Math.max(0, Math.round(drained.quietSince - loadEndsMs)),
    connections: { peak: peakOf(measured, sumOver('connections')) },
    inFlight: { peak: peakOf(measured, sumOver('inFlight')) },
    cpuPerWorkflow: cpuMsPerWorkflow(
      [...record.fleet.instances.map(({ samples }) => samples), sampler.brokerUsage()?.readings ?? []],
      originMs,
      figures.outcomes.completed,
    ),
    counters: countersOf(record, books, audited),
    samples: seriesOf(
      looks,
      originMs,
      record.fleet.instances.map(({ name }) => name),
    ),
  };
};
