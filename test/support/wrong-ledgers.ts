import { analyseRound } from '../../src/analysis/round-figures.ts';
import { audit } from '../../src/audit/audit.ts';
import type { InjectedFault, LawEvidence } from '../../src/audit/law.ts';
import { judgeLaws } from '../../src/audit/laws.ts';
import { answers, cutOff, notices, type Tickets } from '../../src/load/ticket.ts';
import type { LawResult } from '../../src/result/observations.ts';
import type { RoundResult } from '../../src/result/round.ts';
import type { LedgerEntry } from '../../src/workflow/order.ts';
import { meaning, subscribe } from './subscribe.ts';
import { completedAfter, entriesOf, originMs, ticketsOf } from './synthetic-round.ts';

/** A sound round that a wrong ledger is made from: everything in it may be changed. */
export interface Draft {
  tickets: Tickets;
  rows: { -readonly [K in keyof LedgerEntry]: LedgerEntry[K] }[];
  queued: Set<string>;
  counters: Record<string, Record<string, number>>;
  arrivals: number;
  clientInFlight: number[];
  workers: number;
  injected: InjectedFault[];
  /** Requests that the bank declines. */
  declines: Set<string>;
}

export interface Verdict extends Pick<RoundResult, 'outcomes' | 'money'> {
  readonly laws: readonly LawResult[];
}

const count = 40;
const durationMs = 10_000;
const workMs = 20;
/** The request that is tampered with; due at 1 s. */
const first = 's-4';

const slowCharges = {
  type: 'latency',
  service: 'payments',
  step: 'charge',
  instance: null,
  share: 1,
  from: 0,
  until: 5_500,
} as const;

const working: ReadonlySet<string> = new Set([
  'opened',
  'charged',
  'declined',
  'recommended',
  'notified-ready',
]);
const order: readonly string[] = ['opened', 'charged', 'activated', 'recommended', 'notified-ready'];

/** Forty requests in ten seconds, each completed after half a second, each step after 20 ms of work. */
export const soundRound = (): Draft => {
  const requests = Array.from({ length: count }, (_, index) => ({
    ...completedAfter(index * 250, 500),
    // After the opening was committed.
    answeredAfter: 60,
  }));
  const place = (effect: string): number => 50 + order.indexOf(effect) * 80;
  const rows = entriesOf(requests).map((row) => {
    const index = Number(row.requestId.slice(2));
    const at = originMs + index * 250 + place(row.effect);
    return { ...row, at, startedAt: at - 25, receivedAt: at - 30 };
  });
  const inOrder = rows.toSorted((a, b) => a.service.localeCompare(b.service) || a.at - b.at);
  return {
    tickets: ticketsOf(requests),
    rows: inOrder,
    queued: new Set(),
    counters: {},
    arrivals: count,
    // Open for 499 ms, four a second.
    clientInFlight: Array.from({ length: 40 }, () => 2),
    workers: 4,
    declines: new Set(),
    // Twenty charges in five seconds, each of which met it.
    injected: [{ ...slowCharges, met: 20 }],
  };
};

const judged = (draft: Draft) => {
  const { tickets, rows: entries, queued, counters, arrivals, clientInFlight, injected } = draft;
  const orderOf = (): { userId: string; plan: string } => ({ userId: 'user-1', plan: 'basic' });
  const audited = audit({
    workflow: subscribe,
    tickets,
    entries,
    queued,
    originMs,
    drained: queued.size === 0,
    orderOf,
  });
  const figures = analyseRound({
    effects: meaning.effects,
    tickets,
    audit: audited,
    entries,
    originMs,
    faults: [],
    planned: [],
    warmUpMs: 0,
    durationMs,
    endMs: durationMs + 500,
  });
  const evidence: LawEvidence = {
    tickets,
    entries,
    audit: audited,
    phases: figures.phases,
    originMs,
    durationMs,
    counters,
    arrivals,
    startedMs: originMs,
    endedMs: originMs + durationMs + 1_000,
    patienceMs: 1_000,
    awaitsNotices: true,
    arrivalsAreExact: true,
    redraws: () => false,
    meaning,
    payloadOf: () => 'carried',
    bank: (requestId) => draft.declines.has(requestId),
    workersOf: () => draft.workers,
    orderedMs: ({ effect }) => (working.has(effect) ? workMs : null),
    injected,
    samples: { t: clientInFlight.map((_, place) => place * 250), clientInFlight },
  };
  return { figures, evidence };
};

/** What the laws are judged by. */
export const evidenceOf = (draft: Draft): LawEvidence => judged(draft).evidence;

/** Audits a draft and holds it to the laws. */
export const judgeDraft = (draft: Draft): Verdict => {
  const { figures, evidence } = judged(draft);
  return { outcomes: figures.outcomes, money: figures.money, laws: judgeLaws(evidence) };
};

type Row = Draft['rows'][number];

const pick = (rows: readonly Row[], effect: string): Row => {
  const row = rows.find((one) => one.requestId === first && one.effect === effect);
  if (row === undefined) throw new Error(`no ${effect} of ${first}`);
  return row;
};
const change =
  (effect: string, to: (row: Row) => void) =>
  (draft: Draft): void =>
    to(pick(draft.rows, effect));
const drop =
  (...gone: readonly string[]) =>
  (draft: Draft): void => {
    draft.rows = draft.rows.filter((row) => row.requestId !== first || !gone.includes(row.effect));
  };
/** Behind the row it is made from, some ms later. */
const add =
  (from: string, changes: Partial<Row>, laterMs = 10) =>
  (draft: Draft): void => {
    const row = pick(draft.rows, from);
    const at = row.at + laterMs;
    draft.rows.splice(draft.rows.indexOf(row) + 1, 0, {
      ...row,
      receivedAt: at - 30,
      startedAt: at - 25,
      at,
      ...changes,
    });
  };
const shift = (row: Row, ms: number): void => {
  row.receivedAt += ms;
  row.startedAt += ms;
  row.at += ms;
};
const index = Number(first.slice(2));
const told =
  (answer: (typeof answers)[number], notice: (typeof notices)[number]) =>
  (draft: Draft): void => {
    draft.tickets.answer[index] = answers.indexOf(answer);
    draft.tickets.notice[index] = notices.indexOf(notice);
    if (notice === 'none') draft.tickets.completedAt[index] = Number.NaN;
    if (answer === 'none') draft.tickets.answeredAt[index] = Number.NaN;
  };
const both =
  (...steps: readonly ((draft: Draft) => void)[]) =>
  (draft: Draft): void =>
    void steps.map((step) => step(draft));
const everyRow =
  (effect: string, to: (row: Row) => void) =>
  (draft: Draft): void =>
    draft.rows.filter((row) => row.effect === effect).forEach(to);

/** What each wrong style leaves behind, by the names of wrong-ledgers.json. */
export const wrongLedgers: Readonly<Record<string, (draft: Draft) => void>> = {
  'answers success at once and charges three seconds later': both(told('active', 'none'), (draft) => {
    for (const effect of ['charged', 'activated', 'recommended', 'notified-ready'] as const)
      shift(pick(draft.rows, effect), 3_000);
    draft.rows.sort((a, b) => a.service.localeCompare(b.service) || a.at - b.at);
  }),
  'charges once more under an id of nobody': add('charged', { requestId: 'nobody-1' }),
  'refunds under an id of nobody what it charged twice': both(
    add('charged', {}),
    add('charged', { requestId: 'nobody-1', effect: 'refunded' }),
  ),
  'takes part in another round': add('opened', { requestId: 'other-round-4' }),
  'does an effect for a request that was not sent': (draft) => {
    draft.tickets.sentAt[index] = Number.NaN;
  },
  'loses on the way what a request carries': change('recommended', (row) => {
    row.payload = '';
  }),
  'writes the charge into the ledger of subscriptions': change('charged', (row) => {
    row.service = 'subscriptions';
  }),
  'does all steps in one process': (draft) => {
    for (const row of draft.rows) row.instance = 'subscriptions-1';
  },
  'skips the simulated work of payments': everyRow('charged', (row) => {
    row.startedAt = row.at - 0.2;
  }),
  'skips the work of a single request': change('charged', (row) => {
    row.startedAt = row.at - 1;
  }),
  'works three quarters of the time ordered': everyRow('recommended', (row) => {
    row.startedAt = row.at - 15;
  }),
  'works by the shortest of many draws': everyRow('charged', (row) => {
    row.draw = 17;
  }),
  'charges whom the bank declines': (draft) => {
    draft.declines.add(first);
  },
  'turns a customer away whom the bank accepts': both(
    told('declined', 'none'),
    drop('activated', 'recommended', 'notified-ready'),
    change('charged', (row) => {
      row.effect = 'declined';
    }),
    add('opened', { effect: 'cancelled' }, 200),
    (draft) => {
      draft.tickets.answeredAt[index] = 1_000 + 480;
    },
  ),
  'pretends to have begun the charge before the subscription was opened': change('charged', (row) => {
    row.startedAt -= 60;
    row.receivedAt -= 60;
  }),
  'begins work before it was received': change('charged', (row) => {
    row.startedAt = row.receivedAt - 5;
  }),
  'stamps a row in the future': change('notified-ready', (row) => shift(row, 3_600_000)),
  'stamps a row before the round': change('opened', (row) => shift(row, -3_600_000)),
  'writes a ledger out of the order of its stamps': (draft) => {
    const row = pick(draft.rows, 'recommended');
    draft.rows.splice(draft.rows.indexOf(row), 1);
    draft.rows.push(row);
  },
  'charges another user': change('charged', (row) => {
    row.userId = 'user-2';
  }),
  'activates another plan': change('activated', (row) => {
    row.plan = 'pro';
  }),
  'activates before the charge': change('activated', (row) => shift(row, -150)),
  'recommends before the charge': change('recommended', (row) => shift(row, -200)),
  'sends the ready notice before it has recommended': change('notified-ready', (row) => shift(row, -150)),
  'tells that it is ready before the notice is in the ledger': (draft) => {
    draft.tickets.completedAt[index] = 1_000 + 100;
  },
  'accepts before it has opened anything': (draft) => {
    draft.tickets.answeredAt[index] = 1_000 + 10;
  },
  'refunds before it charges': (draft) => {
    const row = pick(draft.rows, 'charged');
    draft.rows.splice(draft.rows.indexOf(row), 0, { ...row, effect: 'refunded' });
  },
  'declines and charges all the same': told('declined', 'none'),
  'says that it failed for good, and serves': told('accepted', 'failed'),
  'charges twice': add('charged', {}),
  'charges and never serves': drop('activated'),
  'serves without charge': drop('charged'),
  'refunds twice': both(
    add('charged', { effect: 'refunded' }, 10),
    add('charged', { effect: 'refunded' }, 20),
  ),
  'sends the notice twice': add('notified-ready', {}),
  'accepts and drops it': drop('opened', 'charged', 'activated', 'recommended', 'notified-ready'),
  'says done and does nothing': both(
    told('active', 'none'),
    drop('opened', 'charged', 'activated', 'recommended', 'notified-ready'),
  ),
  'accepts, does everything, and keeps silent': told('accepted', 'none'),
  'never recommends': drop('recommended'),
  'never answers and never acts': both(
    told('none', 'none'),
    drop('opened', 'charged', 'activated', 'recommended', 'notified-ready'),
  ),
  'never answers and acts': told('none', 'none'),
  'leaves a charge in a queue': both(
    drop('charged', 'activated', 'recommended', 'notified-ready'),
    told('accepted', 'none'),
    (draft) => void draft.queued.add(first),
  ),
  'works with more slots than it has': (draft) => {
    for (const row of draft.rows) if (row.effect === 'charged') row.receivedAt = row.startedAt = row.at - 25;
    for (let copy = 1; copy <= 5; copy += 1) add('charged', {}, 0)(draft);
  },
  'counts below zero': (draft) => {
    draft.counters['payments-1'] = { 'http.calls.recommendations': -40 };
  },
  'counts what is no number': (draft) => {
    draft.counters['payments-1'] = { 'http.calls.recommendations': Number.NaN };
  },
  'counts in the name of the audit': (draft) => {
    draft.counters['payments-1'] = { 'order.violations': 0 };
  },
  'front doors saw more orders than were sent': (draft) => {
    draft.arrivals = count + 1;
  },
  'orders were answered that no front door saw': (draft) => {
    draft.arrivals = count - 1;
  },
  'tickets make requests look shorter than they were': (draft) => {
    draft.clientInFlight = draft.clientInFlight.map(() => 9);
  },
  'charges past a fault that acts on every charge': (draft) => {
    draft.injected = [{ ...slowCharges, met: 0 }];
  },
  'charges past a fault that acts on nine in ten of the charges': (draft) => {
    draft.injected = [{ ...slowCharges, until: 11_000, share: 0.9, met: 1 }];
  },
  'keeps the client waiting until the drain has ended': both(
    drop('charged', 'activated', 'recommended', 'notified-ready'),
    told('none', 'none'),
    (draft) => {
      draft.tickets = { ...draft.tickets, errors: ['', cutOff] };
      draft.tickets.error[index] = 1;
    },
  ),
  'answers before it was asked': (draft) => {
    draft.tickets.answeredAt[index] = 900;
  },
};
