import type { RoundFigures } from '../analysis/round-figures.ts';
import type { AuditResult } from '../audit/audit.ts';
import type { LawEvidence } from '../audit/law.ts';
import type { Effect, LedgerEntry, ServiceName, StepName } from '../workflow/order.ts';
import { workMs } from '../workflow/simulated-work.ts';
import { capacityOf } from './capacity.ts';
import { injectedFaults } from './injected-faults.ts';
import type { RoundRecord } from './round-record.ts';

/** The step whose simulated work comes before an effect. */
const workOf: Readonly<Partial<Record<Effect, readonly [StepName, ServiceName]>>> = {
  opened: ['open', 'subscriptions'],
  charged: ['charge', 'payments'],
  declined: ['charge', 'payments'],
  recommended: ['recommend', 'recommendations'],
  'notified-ready': ['notify', 'notifications'],
  'notified-declined': ['notify', 'notifications'],
  'notified-failed': ['notify', 'notifications'],
};

const ordinalOf = (requestId: string): string => requestId.slice(requestId.lastIndexOf('-') + 1);

/** Draws the ordered work again, by which service owes the effect and not by where the row stands. */
const orderedBy =
  ({ plan: { scenario, seed } }: RoundRecord) =>
  ({ effect, requestId, draw }: LedgerEntry): number | null => {
    const work = workOf[effect];
    if (work === undefined) return null;
    const [step, service] = work;
    return workMs(seed, ordinalOf(requestId), step, capacityOf(scenario, service).work, draw);
  };

/** Puts together what the laws are judged by; `endedMs` is the `nowMs()` of the audit. */
export const lawEvidence = (
  record: RoundRecord,
  entries: readonly LedgerEntry[],
  audit: AuditResult,
  { phases }: RoundFigures,
  endedMs: number,
): LawEvidence => {
  const { plan, finished, fleet, originMs, loadEndsMs, sampler, faults, ended } = record;
  const { scenario, style } = plan;
  const { load } = scenario;
  const doors = fleet.instances.filter(({ role }) => role === style.frontDoor);
  const { looks } = sampler;
  return {
    ...{ tickets: finished.tickets, entries, audit, phases, originMs, endedMs },
    startedMs: originMs - load.warmUpMs,
    durationMs: loadEndsMs - originMs,
    orderedMs: orderedBy(record),
    workersOf: (service) => capacityOf(scenario, service).workers,
    samples: {
      t: looks.map(({ at }) => at - originMs),
      clientInFlight: looks.map(({ clientInFlight }) => clientInFlight),
    },
    patienceMs: load.patienceMs,
    awaitsNotices: style.liveUpdates !== null,
    counters: Object.fromEntries(
      fleet.instances.map(({ name, samples }) => [name, samples.at(-1)?.counters ?? {}]),
    ),
    arrivals: doors.reduce((sum, { samples }) => sum + (samples.at(-1)?.arrivals ?? 0), 0),
    injected: injectedFaults(
      scenario.faults,
      faults.records(),
      fleet.instances
        .filter(({ name }) => ended.some(({ process }) => process === name))
        .map(({ role }) => role),
    ),
    arrivalsAreExact:
      load.saturate === null && load.client === undefined && doors.every(({ toldAll }) => toldAll()),
  };
};
