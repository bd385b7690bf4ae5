import { nowMs } from '../shared/clock.ts';
import { payloadDigest } from '../shared/payload.ts';
import { actionsOf } from './actions.ts';
import type { Bank } from './bank.ts';
import { createTables, openConnection, queriesOn } from './database.ts';
import { cancelling, openingStep, settlingStep, type Workflow } from './definition.ts';
import { groupCommit } from './group-commit.ts';
import type { Order, OutboxRow, RepeatableCall, StepCall, StepResult } from './order.ts';
import { prepareStatements, type Statements } from './statements.ts';
import { actionIn, rulesOf } from './steps.ts';

/** What is noted of the work that came before a commit. */
export interface WorkDone {
  /** `nowMs()` when the simulated work began. */
  readonly startedAt: number;
  /** See `LedgerEntry.draw`. */
  readonly draw: number;
}

/** A service's own database: the ledger of what it did, its inbox and its outbox. One file, shared by its instances. */
export interface Store extends Disposable {
  /**
   * What stands of an earlier call for the same request and step, read outside a transaction; null when nothing is recorded,
   * and for a call that is not to take effect once.
   */
  readonly recall: (call: RepeatableCall) => StepResult | null;
  /** Decides and commits a step; resolves after the commit. */
  readonly perform: (call: StepCall, work: WorkDone) => Promise<StepResult>;
  /** Commits messages that belong to no step, for instance that one was given up. */
  readonly post: (rows: readonly Omit<OutboxRow, 'id'>[]) => Promise<readonly OutboxRow[]>;
  /** Outbox rows of this instance, oldest first: what a restart has to send again. */
  readonly posted: () => readonly OutboxRow[];
  /**
   * Notes that one of the causes of a step has come, and resolves to whether all of them have: how a service that waits for
   * several messages remembers the earlier ones.
   */
  readonly gather: (
    requestId: string,
    step: string,
    cause: string,
    causes: readonly string[],
  ) => Promise<boolean>;
  /** Deletes outbox rows that are known to have arrived. */
  readonly settle: (ids: readonly number[]) => Promise<void>;
  readonly effectsOf: (requestId: string) => readonly string[];
  /** Ledger rows after `seq`, oldest first. */
  readonly since: (
    seq: number,
  ) => readonly { readonly seq: number; readonly requestId: string; readonly effect: string }[];
  /** Requests that this instance opened and nobody settled: in flight when an earlier process was killed. */
  readonly unsettled: () => Promise<readonly Order[]>;
}

/** Under which key a step stands in the inbox: each kind of notice is a deed of its own. */
const inboxKey = ({ step, notice }: RepeatableCall): string =>
  notice === undefined ? step : `${step}:${notice}`;

const recall = (statements: Statements, call: RepeatableCall): StepResult | null => {
  if (!call.once) return null;
  const effect = statements.recall(call.order.requestId, inboxKey(call));
  return effect === undefined ? null : { effect, first: false, seq: 0 };
};

/** What a store of one workflow decides by. */
interface Rules {
  readonly bank: Bank;
  readonly decide: ReturnType<typeof rulesOf>;
  /** Whether a call is answered by what an earlier one left, where it is to take effect once. */
  readonly isRemembered: (step: string) => boolean;
}

const perform = (
  statements: Statements,
  instance: string,
  { bank, decide, isRemembered }: Rules,
  call: StepCall,
  payload: string,
  { startedAt, draw }: WorkDone,
): StepResult => {
  const { requestId, userId, plan } = call.order;
  const recorded = recall(statements, call);
  if (recorded !== null) return recorded;
  const { append, stands } = decide(call, statements, bank);
  let seq = 0;
  for (const effect of append) {
    const row = {
      request_id: requestId,
      user_id: userId,
      plan,
      effect,
      payload,
      instance,
      draw,
      received_at: call.receivedAt,
      started_at: startedAt,
    };
    seq = statements.append({ ...row, at: nowMs() });
  }
  const result = { effect: stands, first: append.length > 0, seq };
  if (call.once && isRemembered(call.step)) statements.remember(requestId, inboxKey(call), stands);
  call.also?.({ post: (row) => ({ ...row, id: statements.post(instance, row) }) }, result);
  return result;
};

const gather = (
  statements: Statements,
  requestId: string,
  step: string,
  cause: string,
  causes: readonly string[],
): boolean => {
  const keyOf = (one: string): string => `${step} after ${one}`;
  if (statements.recall(requestId, keyOf(cause)) === undefined)
    statements.remember(requestId, keyOf(cause), cause);
  return causes.every((one) => statements.recall(requestId, keyOf(one)) !== undefined);
};

/** Giving up must look again each time: what stands may have changed by another call since. */
export const remembersOf = (workflow: Workflow): ((step: string) => boolean) => {
  const actions = actionsOf(workflow);
  return (step) => actionIn(actions, step).kind !== 'giveUp';
};

/** Opens (and where needed creates) the database file of a service of a workflow for one of its instances. */
export const openStore = async (
  file: string,
  instance: string,
  workflow: Workflow,
  bank: Bank,
): Promise<Store> => {
  const connection = openConnection(file);
  const queries = queriesOn(connection);
  await createTables(queries);
  const statements = prepareStatements(connection, queries);
  const commit = groupCommit(connection);
  const rules = { bank, decide: rulesOf(workflow), isRemembered: remembersOf(workflow) };
  const opened = openingStep(workflow).effect;
  const settled = [settlingStep(workflow).effect, cancelling(workflow).effect];
  return {
    recall: (call) => recall(statements, call),
    perform: (call, work) => {
      const payload = payloadDigest(call.order.payload);
      return commit(() => perform(statements, instance, rules, call, payload, work));
    },
    post: (rows) => commit(() => rows.map((row) => ({ ...row, id: statements.post(instance, row) }))),
    gather: (requestId, step, cause, causes) =>
      commit(() => gather(statements, requestId, step, cause, causes)),
    posted: () => statements.posted(instance),
    settle: async (ids) => {
      if (ids.length > 0) await commit(() => ids.forEach(statements.settle));
    },
    effectsOf: statements.effectsOf,
    since: (seq) =>
      statements.since(seq).map(({ seq, request_id, effect }) => ({ seq, requestId: request_id, effect })),
    unsettled: () =>
      queries
        .selectFrom('ledger')
        .select(['request_id as requestId', 'user_id as userId', 'plan'])
        .where('instance', '=', instance)
        .where('effect', '=', opened)
        .where('request_id', 'not in', (others) =>
          others.selectFrom('ledger').select('request_id').where('effect', 'in', settled),
        )
        .distinct()
        .execute(),
    [Symbol.dispose]: () => connection.close(),
  };
};
