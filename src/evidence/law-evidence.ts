import type { RoundFigures } from '../analysis/round-figures.ts';
import type { AuditResult } from '../audit/audit.ts';
import type { LawEvidence } from '../audit/law.ts';
import { serviceSpecOf } from '../scenario/service-spec.ts';
import { payloadDigest, payloadFor } from '../shared/payload.ts';
import { ordinalOf } from '../shared/request-id.ts';
import { bankOf } from '../workflow/bank.ts';
import { type Meaning, meaningOf } from '../workflow/meaning.ts';
import type { LedgerEntry } from '../workflow/order.ts';
import { workMs } from '../workflow/simulated-work.ts';
import type { RoundEvidence } from './evidence.ts';
import { injectedFaults } from './injected-faults.ts';

/** Draws the ordered work again, by which service owes the effect and not by where the row stands. */
const orderedBy =
  ({ scenario, seed }: RoundEvidence, { workBefore }: Meaning) =>
  ({ effect, requestId, draw }: LedgerEntry): number | null => {
    const work = workBefore.get(effect);
    if (work === undefined) return null;
    const { step, service } = work;
    const ordered = serviceSpecOf(scenario, service).work;
    return workMs(seed, ordinalOf(requestId), step, ordered, draw) + (ordered.cpuMs ?? 0);
  };

const payloadsOf = ({ seed, scenario }: RoundEvidence): LawEvidence['payloadOf'] => {
  const { payload } = scenario.load;
  return payload === undefined
    ? null
    : (requestId) => payloadDigest(payloadFor(seed, ordinalOf(requestId), payload));
};

/** From the first request of the warm-up to its end, with the turns of others in between, ms. */
export const warmUpSpanMs = ({ slices, scenario }: Pick<RoundEvidence, 'slices' | 'scenario'>): number =>
  slices === undefined ? scenario.load.warmUpMs : -slices.warmUpFromMs;

/** Puts together what the laws are judged by. */
export const lawEvidence = (
  round: RoundEvidence,
  audit: AuditResult,
  { phases }: RoundFigures,
): LawEvidence => {
  const { scenario, style, client, instances, looks, originMs, loadEndsMs, ended } = round;
  const { load, workflow } = scenario;
  const meaning = meaningOf(workflow);
  const doors = instances.filter(({ role }) => role === style.frontDoor);
  const died = instances.filter(({ name }) => ended.some(({ process }) => process === name));
  return {
    tickets: client.tickets,
    entries: round.books.entries,
    audit,
    phases,
    originMs,
    endedMs: round.collectedMs,
    startedMs: originMs - warmUpSpanMs(round),
    durationMs: loadEndsMs - originMs,
    orderedMs: orderedBy(round, meaning),
    redraws: (service) => serviceSpecOf(scenario, service).work.redraw === true,
    meaning,
    payloadOf: payloadsOf(round),
    bank: bankOf(workflow, round.seed, load.declined),
    workersOf: (service) => serviceSpecOf(scenario, service).workers,
    samples: {
      t: looks.map(({ at }) => at - originMs),
      clientInFlight: looks.map(({ clientInFlight }) => clientInFlight),
    },
    patienceMs: load.patienceMs,
    awaitsNotices: style.liveUpdates !== null,
    counters: Object.fromEntries(
      instances.map(({ name, samples }) => [name, samples.at(-1)?.counters ?? {}]),
    ),
    injected: injectedFaults(
      scenario.faults,
      round.faults,
      died.map(({ role }) => role),
    ),
    arrivals: doors.reduce((sum, { samples }) => sum + (samples.at(-1)?.arrivals ?? 0), 0),
    arrivalsAreExact:
      load.saturate === null &&
      load.client === undefined &&
      doors.every(({ countsAreFinal: toldAll }) => toldAll),
  };
};
