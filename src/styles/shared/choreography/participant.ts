import type { Express } from 'express';
import type { StepCall, StepResult } from '../../../workflow/order.ts';
import type { Served, ServiceContext } from '../../style.ts';
import { openLink } from '../amqp/broker-link.ts';
import { type Consuming, consumeRole } from '../amqp/consumer.ts';
import { declareRole } from '../amqp/declare.ts';
import { startOutboxRelay } from '../amqp/outbox-relay.ts';
import type { EventLogPolicies, MessagePolicies, PublishPolicies } from '../amqp/policies.ts';
import { createPublisher } from '../amqp/publisher.ts';
import { names } from '../amqp/topology.ts';
import { jsonApp, serveApp } from '../http/server.ts';
import { serveLiveUpdates } from '../live-updates.ts';
import { announcerFor, rowOf } from './announce.ts';
import { handlingOf } from './react.ts';
import type { EventMessage, Reaction } from './reaction.ts';

/** What a front door of a participant may do besides reacting. */
export interface Participant {
  /** Performs a step and tells of its effect. */
  readonly announce: (
    call: StepCall,
    eventFor: (effect: string) => EventMessage | null,
  ) => Promise<StepResult>;
  /** Commits and sends a message that belongs to no step. */
  readonly publish: (message: EventMessage) => Promise<void>;
}

export interface ParticipantOptions {
  readonly reactions: readonly Reaction[];
  readonly publish: PublishPolicies['publish'];
  readonly eventLog: EventLogPolicies['eventLog'];
  /** Serves `GET /updates` and tells of its notices there. */
  readonly pushesNotices: boolean;
  /** Adds the routes of this role. */
  readonly routes?: (app: Express, participant: Participant) => void;
}

/** A service that lives from messages: its queue, its outbox, its live updates, and whatever routes it adds. */
export const serveParticipant = async (
  self: ServiceContext<MessagePolicies>,
  options: ParticipantOptions,
): Promise<Served> => {
  if (self.amqp === null) throw new Error(`${self.role} needs a broker`);
  const { url, prefix } = self.amqp;
  const { exchange } = names(prefix);
  const { reactions, publish, eventLog } = options;
  const publisher = createPublisher();
  const relay = startOutboxRelay(self, publisher, exchange);
  const announce = announcerFor(self, publisher, relay, exchange, publish);
  const app = jsonApp();
  const pushNotice = options.pushesNotices ? serveLiveUpdates(app, self) : null;
  const handling = handlingOf(self, reactions, announce, relay, pushNotice);
  options.routes?.(app, {
    announce,
    publish: async (message) => relay.push(await self.store.post([rowOf(message)])),
  });
  let consuming: Consuming | null = null;
  const link = await openLink({
    url,
    log: self.log,
    span: self.gauges.span,
    up: async (channels) => {
      const keys = reactions.map(({ on }) => on);
      await declareRole(channels.consuming, prefix, self.role, keys, { ...self.policies, eventLog });
      publisher.attach(channels.publishing);
      consuming = await consumeRole(self, channels.consuming, publisher, prefix, handling);
      relay.resume();
    },
    down: publisher.detach,
  });
  const served = await serveApp(app, self);
  return {
    port: served.port,
    [Symbol.asyncDispose]: async () => {
      // Both doors at the same time, then what was decided behind them goes out.
      await Promise.all([consuming?.stop(), served[Symbol.asyncDispose]()]);
      await relay.flushed();
      publisher.detach();
      await link[Symbol.asyncDispose]();
    },
  };
};
