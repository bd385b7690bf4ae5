// Who imports the types needs these names too, whatever `lib` and `types` are set to there.
/// <reference lib="esnext.disposable" preserve="true" />
/// <reference types="node" preserve="true" />
/** What a style that lives in another repository is made of: the contract, policies, HTTP serving and calling, messages, live updates. */

export { nowMs } from './shared/clock.ts';
export type { Course, Deed, Exchange, ExchangeKind, Explanation } from './styles/explanation.ts';
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
export { followUp } from './styles/shared/choreography/follow-up.ts';
export {
  type Participant,
  type ParticipantOptions,
  serveParticipant,
} from './styles/shared/choreography/participant.ts';
export type { EventMessage, NextEvent, Reaction } from './styles/shared/choreography/reaction.ts';
export { callTreeOf } from './styles/shared/compiled/call-tree.ts';
export { choreographyOf, type Reactions } from './styles/shared/compiled/choreography.ts';
export { planOf } from './styles/shared/compiled/plan.ts';
export { serveCoordinated } from './styles/shared/coordinated/services.ts';
export { admitted } from './styles/shared/http/admit.ts';
export { type Call, type Caller, type Callers, callerOf, callersOf } from './styles/shared/http/caller.ts';
export { giveUp } from './styles/shared/http/give-up.ts';
export {
  type AdmissionPolicies,
  admissionPolicies,
  type CallPolicies,
  callPolicies,
} from './styles/shared/http/policies.ts';
export { type Incoming, jsonApp, route, type StepAnswer, serveApp } from './styles/shared/http/server.ts';
export { startUndoer, type Undoer } from './styles/shared/http/undoer.ts';
export { type PushNotice, serveLiveUpdates } from './styles/shared/live-updates.ts';
export { noticeFrom, noticeOf } from './styles/shared/notice.ts';
export { ofRole } from './styles/shared/of-role.ts';
export type {
  ClientCall,
  ClientPlan,
  Gauges,
  Layout,
  PerWorkflow,
  ProcessRole,
  RoleCall,
  Served,
  ServiceContext,
  Style,
  Topology,
} from './styles/style.ts';
export {
  cancelling,
  type NoticeKind,
  openingStep,
  payingStep,
  serviceNamesOf,
  settlingStep,
  tellingStep,
  undoableSteps,
  type Workflow,
  type WorkflowStep,
} from './workflow/definition.ts';
export { tellingService } from './workflow/meaning.ts';
export { bareOrder, type Order, type StepCall, type StepHandler, type StepResult } from './workflow/order.ts';
export { failureStatusOf, StepFailure } from './workflow/step-failure.ts';
