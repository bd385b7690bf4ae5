import type { Express } from 'express';
import type { StepCall, StepResult } from '../../../workflow/order.ts';
import type { Served, ServiceContext } from '../../style.ts';
import { openLink } from '../amqp/broker-link.ts';
import { type Consumer, consumeRole } from '../amqp/consumer.ts';
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
  let consumer: Consumer | null = null;
  let isEnding = false;
  const link = await openLink({
    url,
    log: self.log,
    span: self.gauges.span,
    up: async ({ publishing, consuming }) => {
      const keys = reactions.map(({ on }) => on);
      await declareRole(consuming, prefix, self.role, keys, { ...self.policies, eventLog });
      publisher.attach(publishing);
      if (!isEnding) consumer = await consumeRole(self, consuming, publisher, prefix, handling);
      relay.resume();
    },
    down: publisher.detach,
  });
  const served = await serveApp(app, self);
  return {
    port: served.port,
    drain: async () => {
      isEnding = true;
      await Promise.all([served.drain(), consumer?.finish()]);
      await relay.flush();
    },
    [Symbol.asyncDispose]: async () => {
      await served[Symbol.asyncDispose]();
      publisher.detach();
      await link[Symbol.asyncDispose]();
    },
  };
};
