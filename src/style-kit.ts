// Who imports the types needs these names too, whatever `lib` and `types` are set to there.
/// <reference lib="esnext.disposable" preserve="true" />
/// <reference types="node" preserve="true" />
/** What a style that lives in another repository is made of: the contract, policies, HTTP serving and calling, messages, live updates. */

export { nowMs } from './shared/clock.ts';
export {
  definePolicy,
  type Policy,
  type PolicyFragment,
  type PolicyValues,
  type SchemaOf,
  type ValuesOf,
} from './styles/policy.ts';
export {
  type EventLogPolicies,
  eventLogPolicies,
  type MessagePolicies,
  messagePolicies,
  type PublishPolicies,
  publishPolicies,
} from './styles/shared/amqp/policies.ts';
export { topologyOf } from './styles/shared/amqp/topology.ts';
export {
  type Participant,
  type ParticipantOptions,
  serveParticipant,
} from './styles/shared/choreography/participant.ts';
export type { EventMessage, NextEvent, Reaction } from './styles/shared/choreography/reaction.ts';
export { plan as coordinatedPlan } from './styles/shared/coordinated/plan.ts';
export { serveCoordinated } from './styles/shared/coordinated/services.ts';
export { admitted } from './styles/shared/http/admit.ts';
export { type Call, type Caller, callerOf } from './styles/shared/http/caller.ts';
export { giveUp } from './styles/shared/http/give-up.ts';
export {
  type AdmissionPolicies,
  admissionPolicies,
  type CallPolicies,
  callPolicies,
} from './styles/shared/http/policies.ts';
export { type Refunder, startRefunder } from './styles/shared/http/refunder.ts';
export { type Incoming, jsonApp, route, type StepAnswer, serveApp } from './styles/shared/http/server.ts';
export { type PushNotice, serveLiveUpdates } from './styles/shared/live-updates.ts';
export { noticeFrom, noticeOf } from './styles/shared/notice.ts';
export { ofRole } from './styles/shared/of-role.ts';
export type {
  ClientCall,
  ClientPlan,
  Gauges,
  ProcessRole,
  Served,
  ServiceContext,
  Style,
  Topology,
} from './styles/style.ts';
export {
  type Effect,
  type NoticeKind,
  type Order,
  type ServiceName,
  type StepCall,
  type StepHandler,
  type StepName,
  type StepResult,
  serviceNames,
} from './workflow/order.ts';
export { failureStatusOf, StepFailure } from './workflow/step-failure.ts';
