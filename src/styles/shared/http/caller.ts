import { setTimeout as delay } from 'node:timers/promises';
import { nowMs } from '../../../shared/clock.ts';
import { type Order, orderOf } from '../../../workflow/order.ts';
import { retryAfterOf, StepFailure } from '../../../workflow/step-failure.ts';
import type { ProcessRole, ServiceContext } from '../../style.ts';
import { circuitsOf, DeadlinePassed, type Way } from './circuits.ts';
import type { CallPolicies } from './policies.ts';
import { deadlineHeader, idempotencyHeader } from './server.ts';
import { transports } from './transport.ts';

/** A call of another service. `extra` goes into the JSON body beside userId and plan. */
export interface Call {
  readonly method: 'POST' | 'DELETE';
  readonly path: string;
  readonly order: Order;
  readonly deadlineAt: number;
  readonly extra?: Readonly<Record<string, unknown>>;
}

interface CallAnswer {
  readonly status: number;
  readonly outcome: string;
}

/** Calls a service with time-out, retries and circuit breaker. Resolves with any answer that is not a passing failure;
 *  rejects with a `StepFailure` (502, 503, 504) when the service could not be made to answer. */
export type Caller = (call: Call) => Promise<CallAnswer>;

/** Any 5xx: a call carries its idempotency key, so that a repetition is safe, and a message is delivered again after any failure too. */
const isPassing = (status: number): boolean => status >= 500;

/** No instance may be called; a retry at once would only meet the same. */
class CircuitOpen extends StepFailure {}

const isWorthARetry = (error: unknown): boolean =>
  error instanceof StepFailure &&
  isPassing(error.status) &&
  !(error instanceof DeadlinePassed || error instanceof CircuitOpen);

/**
 * A try that the caller's own deadline cut short is held against the callee only when it had this share of the time-out. Less,
 * and the time had gone to whoever worked before; more, and a callee that hangs would be found out by nobody in a chain
 * whose time-outs are all alike, because there each try is cut a little short.
 */
const fairShareOfTimeout = 0.75;

const outcomeIn = (body: unknown): string =>
  typeof body === 'object' && body !== null && 'outcome' in body && typeof body.outcome === 'string'
    ? body.outcome
    : '';

/** Full jitter: callers that failed together do not come back together. */
const waitBefore = ({ policies }: ServiceContext<CallPolicies>, retry: number): number =>
  policies.backoff === 'none'
    ? 0
    : Math.random() * Math.min(policies.backoffMaximumMs, policies.backoffInitialMs * 2 ** (retry - 1));

/** One try. Rejects with a `DeadlinePassed` when it failed for want of the caller's time. */
const attemptAt = (self: ServiceContext<CallPolicies>, role: ProcessRole) => {
  const send = transports[self.policies.httpClient]();
  const allowedMs = self.policies.timeoutMs ?? Number.POSITIVE_INFINITY;

  return async (call: Call, deadlineAt: number, base: string): Promise<CallAnswer> => {
    const timeoutMs = Math.min(allowedMs, deadlineAt - nowMs());
    // Nobody waits any more: neither this service nor the next should work for an answer that is not read.
    if (timeoutMs <= 0) throw new DeadlinePassed();
    const { requestId, ...rest } = orderOf(call.order);
    self.gauges.count(`http.calls.${role}`);
    try {
      const { status, body, retryAfterMs } = await send({
        method: call.method,
        url: `${base}${call.path}`,
        headers: {
          [idempotencyHeader]: requestId,
          ...(Number.isFinite(timeoutMs) ? { [deadlineHeader]: timeoutMs.toFixed(1) } : {}),
        },
        body: { ...rest, ...call.extra },
        timeoutMs,
      });
      if (isPassing(status)) throw new StepFailure(`${role} answered ${status}`, status, {}, retryAfterMs);
      return { status, outcome: outcomeIn(body) };
    } catch (error) {
      // Also what the callee answers when it finds that nobody waits: its 504 may come just before the time-out.
      const isLate = error instanceof StepFailure && error.status === 504;
      if (isLate && timeoutMs < fairShareOfTimeout * allowedMs) throw new DeadlinePassed({ cause: error });
      throw error;
    }
  };
};

/**
 * Builds the caller of one downstream role. Calls go round its instances, a retry goes to the next one, and each instance has
 * its own breaker: one that is broken neither takes its neighbours out of service nor uses up the retries.
 */
export const callerOf = (self: ServiceContext<CallPolicies>, role: ProcessRole): Caller => {
  const { timeoutMs, retries } = self.policies;
  const attempt = attemptAt(self, role);
  const startWay = circuitsOf(self, role);
  let turn = 0;

  /** At the first instance, from `from` on, whose circuit is not open. */
  const somewhere = (call: Call, deadlineAt: number, from: number, way: Way): Promise<CallAnswer> => {
    const instances = self.peers(role);
    if (instances.length === 0) throw new StepFailure(`no instance of ${role} is known`, 503);
    if (deadlineAt <= nowMs()) throw new DeadlinePassed();
    for (let tried = 0; tried < instances.length; tried += 1) {
      const base = instances[(from + tried) % instances.length]!;
      if (way.opens(base)) return way.through(base, () => attempt(call, deadlineAt, base));
    }
    throw new CircuitOpen(`circuit to ${role} is open`, 503);
  };

  const withRetries = async (call: Call, way: Way): Promise<CallAnswer> => {
    const deadlineAt = timeoutMs === null ? Number.POSITIVE_INFINITY : call.deadlineAt;
    const from = turn;
    turn += 1;
    for (let retry = 0; ; ) {
      try {
        return await somewhere(call, deadlineAt, from + retry, way);
      } catch (error) {
        retry += 1;
        if (retry > retries || !isWorthARetry(error)) throw error;
        // Whoever asks again before the callee is ready only meets the same.
        const waitMs = Math.max(waitBefore(self, retry), retryAfterOf(error));
        // What would come after the deadline helps nobody.
        if (nowMs() + waitMs >= deadlineAt) throw error;
        await delay(waitMs);
      }
    }
  };

  return async (call) => {
    self.gauges.count(`http.requests.${role}`);
    const way = startWay();
    try {
      return await withRetries(call, way);
    } catch (error) {
      if (error instanceof DeadlinePassed) self.gauges.count(`http.deadlinePassed.${role}`);
      throw error;
    } finally {
      way.end();
    }
  };
};

/** The caller of any role, one for each, so that all calls to it share its breakers. */
export type Callers = (role: ProcessRole) => Caller;

export const callersOf = (self: ServiceContext<CallPolicies>): Callers => {
  const known = new Map<ProcessRole, Caller>();
  return (role) => {
    const caller = known.get(role) ?? callerOf(self, role);
    known.set(role, caller);
    return caller;
  };
};
