import { nowMs } from '../../src/shared/clock.ts';
import type { Random } from '../../src/shared/random.ts';
import type { OutboxRelay } from '../../src/styles/shared/amqp/outbox-relay.ts';
import type { MessagePolicies } from '../../src/styles/shared/amqp/policies.ts';
import { createPublisher } from '../../src/styles/shared/amqp/publisher.ts';
import { type Announce, announcerFor } from '../../src/styles/shared/choreography/announce.ts';
import { handlingOf } from '../../src/styles/shared/choreography/react.ts';
import type { Reaction } from '../../src/styles/shared/choreography/reaction.ts';
import { noticeOf } from '../../src/styles/shared/notice.ts';
import type { ServiceContext } from '../../src/styles/style.ts';
import { actionsOf } from '../../src/workflow/actions.ts';
import { type NoticeKind, tellingStep, type Workflow } from '../../src/workflow/definition.ts';
import type { LedgerEntry, OutboxRow, StepCall } from '../../src/workflow/order.ts';
import { StepFailure } from '../../src/workflow/step-failure.ts';
import { openStore, remembersOf, type Store } from '../../src/workflow/store.ts';

/** How a step fares: as it should, only at a later try, done though its caller hears of an error, or never. */
export type Fate = 'done' | 'fails first' | 'acknowledgement lost' | 'fails for good';

export interface World {
  readonly workflow: Workflow;
  /** What each role reacts to. */
  readonly reactions: Readonly<Record<string, readonly Reaction[]>>;
  readonly saysNo: (requestId: string, step: string) => boolean;
  readonly fate: (requestId: string, step: string) => Fate;
  /** Decides which message comes next, and which comes twice. */
  readonly random: Random;
}

/** A service of such a world. */
export interface Participant {
  readonly self: ServiceContext<MessagePolicies>;
  readonly announce: Announce;
}

export interface Played extends Disposable {
  readonly participant: (role: string) => Participant;
  /** Delivers every message, each at a random moment, until none is left. */
  readonly deliverAll: () => Promise<void>;
  /** All rows of all services. */
  readonly ledger: () => readonly LedgerEntry[];
  /** The last notice of each request, as a client is told that comes back and asks what it missed. */
  readonly notices: () => ReadonlyMap<string, NoticeKind>;
  /** Messages to which nobody reacts: a broker would send them back to their sender, for ever. */
  readonly unroutable: readonly string[];
}

interface Message {
  readonly role: string;
  readonly body: Buffer;
  readonly requestId: string;
  readonly attempt: number;
}

const maxDeliveries = 3;

const policies: MessagePolicies = {
  acks: 'manual',
  dedup: true,
  queue: 'classic',
  prefetch: null,
  maxDeliveries,
  singleActiveConsumer: false,
};

const noGauges: ServiceContext['gauges'] = {
  begin: () => () => undefined,
  owe: () => undefined,
  span: () => () => undefined,
  count: () => undefined,
  total: () => undefined,
};

/** Performs a step as the host of a service does: a repetition is answered from the record, before anything can fail. */
const stepIn = ({ fate, workflow }: World, store: Store): ServiceContext['step'] => {
  const tried = new Set<string>();
  const isRemembered = remembersOf(workflow);
  return async (call: StepCall) => {
    const known = isRemembered(call.step) ? store.recall(call) : null;
    if (known !== null) return known;
    const { requestId } = call.order;
    const its = fate(requestId, call.step);
    const key = `${requestId} ${call.step} ${call.notice ?? ''}`;
    const isFirst = !tried.has(key);
    tried.add(key);
    const failure = (): StepFailure => new StepFailure(`${call.step}: ${its}`, 503);
    if (its === 'fails for good' || (its === 'fails first' && isFirst)) throw failure();
    const result = await store.perform(call, { startedAt: nowMs(), draw: 1 });
    if (its === 'acknowledgement lost' && isFirst) throw failure();
    return result;
  };
};

/**
 * The services of a style of messages with their real rules, stores, inboxes and outboxes, and between them one queue out of which any
 * message may come next, or come again: every order that brokers, networks and busy machines may make of them.
 */
export const playMessages = async (world: World): Promise<Played> => {
  const { workflow, reactions, saysNo, random } = world;
  const queue: Message[] = [];
  const unroutable: string[] = [];
  const publish = ({ topic, body, requestId }: OutboxRow): void => {
    const roles = Object.keys(reactions).filter((role) => reactions[role]!.some(({ on }) => on === topic));
    if (roles.length === 0) unroutable.push(topic);
    for (const role of roles) queue.push({ role, body: Buffer.from(body), requestId, attempt: 1 });
  };
  const relay: OutboxRelay = {
    push: (rows) => rows.forEach(publish),
    resume: () => undefined,
    flush: () => Promise.resolve(),
  };

  const serve = async (role: string) => {
    const instance = `${role}-1`;
    const store = await openStore(':memory:', instance, workflow, saysNo);
    const step = stepIn(world, store);
    const self: ServiceContext<MessagePolicies> = {
      role,
      workflow,
      instance,
      port: 0,
      policies,
      workers: 1,
      store,
      step,
      needsSlot: () => false,
      waitingForSlot: () => 0,
      gauges: noGauges,
      peers: () => [],
      amqp: null,
      log: () => undefined,
    };
    const announce = announcerFor(self, createPublisher(), relay, 'none', 'outbox');
    return { self, announce, handling: handlingOf(self, reactions[role] ?? [], announce, relay, null) };
  };
  const services = new Map(
    await Promise.all(Object.keys(reactions).map(async (role) => [role, await serve(role)] as const)),
  );

  const deliver = async ({ role, body, requestId, attempt }: Message): Promise<void> => {
    const { handling } = services.get(role)!;
    const delivery = { body, requestId, receivedAt: nowMs(), attempt };
    try {
      await handling.handle(delivery);
    } catch {
      if (attempt < maxDeliveries) queue.push({ role, body, requestId, attempt: attempt + 1 });
      else await handling.giveUp(delivery);
    }
  };

  return {
    participant: (role) => services.get(role)!,
    deliverAll: async () => {
      while (queue.length > 0) {
        const place = Math.floor(random() * queue.length);
        // Whoever dies before the acknowledgement gets it once more.
        const comesAgain = random() < 0.1;
        const [message] = comesAgain ? queue.slice(place, place + 1) : queue.splice(place, 1);
        await deliver(message!);
      }
    },
    ledger: () =>
      [...services].flatMap(([service, { self }]) =>
        self.store.since(0).map(({ requestId, effect }) => ({
          service,
          requestId,
          userId: 'user-1',
          plan: 'basic',
          payload: '',
          effect,
          instance: `${service}-1`,
          draw: 1,
          receivedAt: 0,
          startedAt: 0,
          at: 0,
        })),
      ),
    notices: () =>
      new Map(
        services
          .get(tellingStep(workflow).service)!
          .self.store.since(0)
          .flatMap(({ requestId, effect }) => {
            const kind = noticeOf(workflow, effect);
            return kind === undefined ? [] : [[requestId, kind] as const];
          }),
      ),
    unroutable,
    [Symbol.dispose]: () => {
      for (const { self } of services.values()) self.store[Symbol.dispose]();
    },
  };
};

/** What may fail for good without leaving anything behind: the steps that somebody undoes, or does without. */
export const failable = (workflow: Workflow): ReadonlySet<string> =>
  new Set([...actionsOf(workflow).values()].filter(({ kind }) => kind === 'do').map(({ name }) => name));
