import { setImmediate as nextTurn } from 'node:timers/promises';
import { actionsOf } from '../../../workflow/actions.ts';
import { failingSteps, type NoticeKind, type Workflow } from '../../../workflow/definition.ts';
import { actionIn, rulesOf } from '../../../workflow/steps.ts';
import type { Course, Deed, Exchange, ExchangeKind, Explanation } from '../../explanation.ts';

/** Something that has reached its receiver, who may now do something. */
export interface Arrived {
  readonly place: number;
  readonly does: Deed[];
  readonly awaits: string[];
}

/** What travels. */
export interface Sent {
  readonly from: string;
  readonly to: string;
  readonly kind: ExchangeKind;
  readonly name: string;
}

/** What an action left: the effect that stands, null where it could not be done, and whether it was written just now. */
export interface Outcome {
  readonly effect: string | null;
  readonly first: boolean;
}

/** One request played through without processes: the rules are the workflow's own, the ledgers are lists. */
export interface Rehearsal {
  readonly workflow: Workflow;
  /** Resolves when it has arrived, a turn later: what is sent at the same time arrives at the same time. */
  readonly send: (sent: Sent, after: readonly Arrived[]) => Promise<Arrived>;
  /** The receiver does an action. */
  readonly perform: (at: Arrived, action: string, notice?: NoticeKind) => Outcome;
}

/** The only request of a rehearsal. */
export const rehearsed = { requestId: 'r', userId: 'u', plan: 'p' } as const;

type Way = Pick<Course, 'kind' | 'step'>;

const rehearse = async (
  workflow: Workflow,
  way: Way,
  play: (rehearsal: Rehearsal) => Promise<unknown>,
): Promise<Course> => {
  const exchanges: Exchange[] = [];
  const ledgers = new Map<string, string[]>();
  /** All that came before each exchange. */
  const histories: ReadonlySet<number>[] = [];
  const actions = actionsOf(workflow);
  const decide = rulesOf(workflow);
  let underway = 0;

  const send: Rehearsal['send'] = async ({ from, to, kind, name }, after) => {
    const arrived: Arrived = { place: exchanges.length, does: [], awaits: [] };
    const named = [...new Set(after.map(({ place }) => place))].toSorted((a, b) => a - b);
    // What came before another of them needs no word.
    const before = named.filter((one) => !named.some((other) => histories[other]?.has(one)));
    histories.push(new Set(named.flatMap((one) => [one, ...(histories[one] ?? [])])));
    exchanges.push({ from, to, kind, name, after: before, does: arrived.does, awaits: arrived.awaits });
    underway += 1;
    await nextTurn();
    underway -= 1;
    return arrived;
  };

  const perform: Rehearsal['perform'] = (at, action, notice) => {
    if (way.kind === 'failed' && way.step === action) {
      at.does.push({ step: action, effect: null });
      return { effect: null, first: false };
    }
    const { service } = actionIn(actions, action).step;
    const ledger = ledgers.get(service) ?? [];
    ledgers.set(service, ledger);
    const call = { step: action, order: rehearsed, receivedAt: 0, attempt: 1, once: true };
    const saysNo = (_: string, step: string): boolean => way.kind === 'declined' && way.step === step;
    const { append, stands } = decide(
      notice === undefined ? call : { ...call, notice },
      { effectsOf: () => ledger },
      saysNo,
    );
    ledger.push(...append);
    at.does.push({ step: action, effect: stands });
    return { effect: stands, first: append.length > 0 };
  };

  await play({ workflow, send, perform });
  // What nobody waits for (events, undoing, background calls) goes on.
  do await nextTurn();
  while (underway > 0);
  return { ...way, exchanges };
};

const waysOf = (workflow: Workflow): readonly Way[] => [
  { kind: 'good', step: null },
  ...workflow.steps.flatMap(({ name, declined }) =>
    declined === null ? [] : [{ kind: 'declined' as const, step: name }],
  ),
  ...failingSteps(workflow).map(({ name }) => ({ kind: 'failed' as const, step: name })),
];

/** Plays a request of a workflow through all its courses. */
export const explained = async (
  workflow: Workflow,
  play: (rehearsal: Rehearsal) => Promise<unknown>,
): Promise<Explanation> => ({
  courses: await Promise.all(waysOf(workflow).map((way) => rehearse(workflow, way, play))),
});
