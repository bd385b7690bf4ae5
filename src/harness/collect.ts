import type { Observer } from '../broker/observer.ts';
import { type Books, factsOf, type RoundEvidence } from '../evidence/evidence.ts';
import { nowMs } from '../shared/clock.ts';
import { messageOf } from '../shared/errors.ts';
import { redact } from '../shared/redact.ts';
import type { Site } from '../sites/site.ts';
import type { Topology } from '../styles/style.ts';
import type { LedgerEntry } from '../workflow/order.ts';
import { databaseOf } from './fleet.ts';
import type { LiveRound, PhaseFindings } from './round-record.ts';

interface Ledgers {
  readonly entries: readonly LedgerEntry[];
  readonly unsent: readonly string[];
  readonly unreadable: readonly string[];
  readonly unreadLedgers: readonly string[];
}

const readLedgers = async (site: Site, folder: string, roles: readonly string[]): Promise<Ledgers> => {
  const entries: LedgerEntry[] = [];
  const unsent: string[] = [];
  const unreadable: string[] = [];
  const unreadLedgers: string[] = [];
  for (const role of roles) {
    try {
      const ledger = await site.readLedger(databaseOf(folder, role));
      for (const entry of ledger.entries) entries.push(entry);
      for (const id of ledger.unsent) unsent.push(id);
    } catch (error) {
      unreadable.push(redact(`${role} ledger: ${messageOf(error)}`));
      unreadLedgers.push(role);
    }
  }
  return { entries, unsent, unreadable, unreadLedgers };
};

interface Queues {
  readonly left: readonly string[];
  readonly deadLettered: number;
  readonly broken: number;
  readonly unreadable: readonly string[];
}

const readQueues = async (observer: Observer, topology: Topology): Promise<Queues> => {
  const left: string[] = [];
  const unreadable: string[] = [];
  let broken = 0;
  let deadLettered = 0;
  const idsIn = async (queue: string): Promise<readonly string[]> => {
    try {
      const ids = await observer.leftovers(queue);
      if (ids === null) broken += 1;
      return ids ?? [];
    } catch (error) {
      unreadable.push(redact(`queue ${queue}: ${messageOf(error)}`));
      return [];
    }
  };
  for (const queue of [...topology.queues, ...topology.delayed])
    for (const id of await idsIn(queue)) left.push(id);
  for (const queue of topology.deadLetters) deadLettered += (await idsIn(queue)).length;
  return { left, deadLettered, broken, unreadable };
};

/** Reads the durable truth of a round: every ledger, every outbox, every queue. */
const readBooks = async ({ folder, plan, side }: LiveRound): Promise<Books> => {
  const { entries, unsent, unreadable, unreadLedgers } = await readLedgers(
    plan.site,
    folder.path,
    plan.style.services,
  );
  const topology = side?.topology ?? null;
  if (side === null || topology === null)
    return { entries, unreadable, unreadLedgers, queued: [...new Set(unsent)], deadLettered: 0, broken: 0 };
  const queues = await readQueues(side.observer, topology);
  return {
    entries,
    queued: [...new Set([...unsent, ...queues.left])],
    deadLettered: queues.deadLettered,
    broken: queues.broken,
    unreadLedgers,
    unreadable: [...unreadable, ...queues.unreadable],
  };
};

/** Turns what is left of a round into plain data; the live parts are needed no longer. */
export const collect = async (round: LiveRound, findings: PhaseFindings): Promise<RoundEvidence> => {
  const { plan, fleet, sampler, faults, scaler, side, alarm } = round;
  const scaling = scaler.records();
  const books = await readBooks(round);
  const needsBroker = plan.style.needs.includes('rabbitmq');
  return {
    scenario: plan.scenario,
    contestant: plan.contestant,
    style: factsOf(plan.style),
    round: plan.round,
    attempt: plan.attempt,
    seed: plan.seed,
    prefix: plan.prefix,
    startedAt: round.startedAt,
    originMs: round.originMs,
    loadEndsMs: round.loadEndsMs,
    collectedMs: nowMs(),
    interrupted: plan.signal.aborted,
    ...findings,
    instances: fleet.instances.map(({ name, role, samples, countsAreFinal: toldAll }) => ({
      name,
      role,
      samples: [...samples],
      countsAreFinal: toldAll(),
    })),
    looks: [...sampler.looks],
    broker: sampler.brokerUsage(),
    brokerIsUnseen: (needsBroker || plan.seat !== null) && plan.broker?.pid === null,
    ...(plan.slices === null ? {} : { slices: plan.slices }),
    faults: faults.records(),
    ...(scaling === null ? {} : { scaling }),
    ended: [...alarm.ended],
    blockages: side?.alarms.blockages() ?? [],
    books,
  };
};
