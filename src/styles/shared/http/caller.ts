import {
  BrokenCircuitError,
  ConstantBackoff,
  circuitBreaker,
  ExponentialBackoff,
  fullJitterGenerator,
  handleWhen,
  type IPolicy,
  noop,
  retry,
  SamplingBreaker,
} from 'cockatiel';
import { nowMs } from '../../../shared/clock.ts';
import type { Order } from '../../../workflow/order.ts';
import { StepFailure } from '../../../workflow/step-failure.ts';
import type { ProcessRole, ServiceContext } from '../../style.ts';
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

/** Calls a service with time-out, retries and circuit breaker. Resolves with any answer that is not a passing failure;
 *  rejects with a `StepFailure` (502, 503, 504) when the service could not be made to answer. */
export type Caller = (call: Call) => Promise<{ readonly status: number; readonly outcome: string }>;

const passing: ReadonlySet<number> = new Set([502, 503, 504]);
const isPassing = handleWhen((error) => error instanceof StepFailure && passing.has(error.status));

const breakerFor = (self: ServiceContext): IPolicy =>
  self.policies.breaker === 'none'
    ? noop
    : circuitBreaker(isPassing, {
        halfOpenAfter: 1_000,
        breaker: new SamplingBreaker({ threshold: 0.5, duration: 5_000, minimumRps: 10 }),
      });

const retryFor = ({ policies }: ServiceContext) =>
  policies.retries === 0
    ? noop
    : retry(isPassing, {
        maxAttempts: policies.retries,
        backoff:
          policies.backoff === 'none'
            ? new ConstantBackoff(0)
            : new ExponentialBackoff({ generator: fullJitterGenerator, initialDelay: 50, maxDelay: 1_000 }),
      });

/**
 * Builds the caller of one downstream role. Calls go round its instances, a retry goes to the next one, and each instance has
 * its own breaker: one that is broken neither takes its neighbours out of service nor uses up the retries.
 */
export const callerOf = (self: ServiceContext, role: ProcessRole): Caller => {
  const send = transports[self.policies.httpClient]();
  const breakers: IPolicy[] = [];
  const breakerOf = (instance: number): IPolicy => {
    breakers[instance] ??= breakerFor(self);
    return breakers[instance];
  };
  const policy = retryFor(self);
  let turn = 0;

  const attempt = async (call: Call, base: string): Promise<{ status: number; outcome: string }> => {
    const remainingMs =
      self.policies.timeoutMs === null ? Number.POSITIVE_INFINITY : call.deadlineAt - nowMs();
    // Nobody waits any more: neither this service nor the next should work for an answer that is not read.
    if (remainingMs <= 0) throw new StepFailure('the deadline of the caller has passed', 504);
    const timeoutMs = Math.min(self.policies.timeoutMs ?? Number.POSITIVE_INFINITY, remainingMs);
    const { requestId, userId, plan } = call.order;
    self.gauges.count(`http.calls.${role}`);
    const answer = await send({
      method: call.method,
      url: `${base}${call.path}`,
      headers: {
        [idempotencyHeader]: requestId,
        ...(Number.isFinite(timeoutMs) ? { [deadlineHeader]: timeoutMs.toFixed(1) } : {}),
      },
      body: { userId, plan, ...call.extra },
      timeoutMs,
    });
    if (passing.has(answer.status)) throw new StepFailure(`${role} answered ${answer.status}`, answer.status);
    const { outcome } = answer.body as { outcome?: unknown };
    return { status: answer.status, outcome: typeof outcome === 'string' ? outcome : '' };
  };

  /** At the first instance, from `from` on, whose circuit is not open; a `BrokenCircuitError` when there is none. */
  const somewhere = async (call: Call, from: number): Promise<{ status: number; outcome: string }> => {
    const instances = self.peers(role);
    for (let tried = 0; tried < instances.length; tried += 1) {
      const instance = (from + tried) % instances.length;
      try {
        return await breakerOf(instance).execute(() => attempt(call, instances[instance]!));
      } catch (error) {
        if (!(error instanceof BrokenCircuitError) || tried === instances.length - 1) throw error;
      }
    }
    throw new StepFailure(`no instance of ${role} is known`, 503);
  };

  return async (call) => {
    self.gauges.count(`http.requests.${role}`);
    let next = turn;
    turn += 1;
    try {
      return await policy.execute(() => somewhere(call, next++));
    } catch (error) {
      if (error instanceof BrokenCircuitError)
        throw new StepFailure(`circuit to ${role} is open`, 503, { cause: error });
      throw error;
    }
  };
};
