import { analyseRound, type RoundFigures } from '../../src/analysis/round-figures.ts';
import { audit } from '../../src/audit/audit.ts';
import { answers, notices, type Tickets } from '../../src/load/ticket.ts';
import type { FaultRecord } from '../../src/result/observations.ts';
import type { RoundResult } from '../../src/result/round.ts';
import { seededRandom } from '../../src/shared/random.ts';
import type { LedgerEntry } from '../../src/workflow/order.ts';
import { homeOf, meaning, subscribe } from './subscribe.ts';

/** One request as a test writes it down; times in ms from the due time. */
export interface SyntheticRequest {
  readonly dueAt: number;
  readonly answer?: (typeof answers)[number];
  readonly answeredAfter?: number;
  readonly notice?: (typeof notices)[number];
  readonly noticedAfter?: number;
  readonly did?: readonly (readonly [effect: string, after: number])[];
  readonly sent?: boolean;
}

export const originMs = 7_000_000;
const idPrefix = 's-';

export const ticketsOf = (requests: readonly SyntheticRequest[]): Tickets => {
  const column = (of: (request: SyntheticRequest) => number): Float64Array => Float64Array.from(requests, of);
  return {
    idPrefix,
    count: requests.length,
    dueAt: column(({ dueAt }) => dueAt),
    sentAt: column(({ dueAt, sent }) => (sent === false ? Number.NaN : dueAt + 1)),
    answeredAt: column(({ dueAt, answeredAfter = Number.NaN }) => dueAt + answeredAfter),
    completedAt: column(({ dueAt, noticedAfter = Number.NaN }) => dueAt + noticedAfter),
    status: new Uint16Array(requests.length),
    answer: Uint8Array.from(requests, ({ answer = 'none' }) => answers.indexOf(answer)),
    notice: Uint8Array.from(requests, ({ notice = 'none' }) => notices.indexOf(notice)),
    error: new Uint8Array(requests.length),
    errors: [''],
  };
};

export const entriesOf = (requests: readonly SyntheticRequest[]): readonly LedgerEntry[] =>
  requests.flatMap(({ dueAt, did = [] }, index) =>
    did.map(([effect, after]) => ({
      service: homeOf(effect),
      requestId: `${idPrefix}${index}`,
      userId: 'user-1',
      plan: 'basic',
      effect,
      payload: 'carried',
      instance: `${homeOf(effect)}-1`,
      draw: 1,
      receivedAt: originMs + dueAt + Math.max(1, after - 2),
      startedAt: originMs + dueAt + Math.max(1, after - 1),
      at: originMs + dueAt + after,
    })),
  );

/** All steps done by an event flow that announced it after `ms`; accepted after 5 ms. */
export const completedAfter = (dueAt: number, ms: number): SyntheticRequest => ({
  dueAt,
  answer: 'accepted',
  answeredAfter: Math.min(5, ms / 2),
  notice: 'ready',
  noticedAfter: ms,
  did: [
    ['opened', ms * 0.1],
    ['charged', ms * 0.4],
    ['activated', ms * 0.6],
    ['recommended', ms * 0.7],
    ['notified-ready', ms * 0.9],
  ],
});

/** The figures of a round with the requests given. */
export const figuresOf = (
  requests: readonly SyntheticRequest[],
  durationMs: number,
  faults: readonly FaultRecord[] = [],
): RoundFigures => {
  const tickets = ticketsOf(requests);
  const entries = entriesOf(requests);
  const audited = audit({
    workflow: subscribe,
    tickets,
    entries,
    queued: new Set(),
    originMs,
    drained: true,
  });
  return analyseRound({
    effects: meaning.effects,
    tickets,
    audit: audited,
    entries,
    originMs,
    faults,
    planned: [],
    warmUpMs: 1_000,
    durationMs,
    endMs: durationMs + 500,
  });
};

/** A whole round result around the figures; what a round samples from the machine is empty. */
export const roundOf = (figures: RoundFigures, named: Partial<RoundResult> = {}): RoundResult => ({
  contestant: 'a',
  style: 'events',
  round: 1,
  attempt: 1,
  startedAt: '2026-01-01T00:00:00.000Z',
  valid: true,
  invalidReasons: [],
  laws: [],
  partial: false,
  faults: [],
  resources: [],
  counters: {},
  backlog: { peak: 3 },
  pendingCalls: { peak: 0 },
  states: [],
  machine: null,
  drainTime: 120,
  connections: { peak: 8 },
  inFlight: { peak: 4 },
  cpuPerWorkflow: 2,
  generator: {
    intended: 1,
    sent: 1,
    late: 0,
    achieved: 1,
    inFlightPeak: 1,
    connectionsPeak: 1,
    cpuSeconds: 1,
    cpuShare: 0.1,
    priority: 0,
    sendLag: { p50: 0.5, p99: 1, max: 2 },
    eventLoopDelay: { p50: 0.5, p99: 1, max: 2 },
  },
  samples: { t: [], backlog: [], pendingCalls: [], clientInFlight: [], processes: {} },
  ...figures,
  ...named,
});

/** A round of `count` requests over ten seconds whose completed latencies are lognormal around `medianMs`. */
export const noisyRound = (
  contestant: string,
  round: number,
  medianMs: number,
  settings: { readonly seed: number | string; readonly count?: number } = { seed: 1 },
): RoundResult => {
  const { seed, count = 400 } = settings;
  const random = seededRandom('noisy', contestant, round, seed);
  const requests = Array.from({ length: count }, (_unused, index) =>
    completedAfter(
      (index * 10_000) / count,
      medianMs * Math.exp((random() + random() + random() - 1.5) * 0.4),
    ),
  );
  return roundOf(figuresOf(requests, 10_000), { contestant, round });
};
