import autocannon, { type Result } from 'autocannon';
import { orderMessage, orderSource } from '../order-message.ts';

export interface RateModeOptions {
  readonly url: string;
  readonly perSecond: number;
  readonly durationMs: number;
  readonly patienceMs: number;
  readonly connections: number;
}

/** What autocannon's rate mode says; ms. */
export type RateModeFigures = Pick<Result, 'latency' | 'errors' | 'timeouts'> & {
  readonly answered: number;
};

/**
 * autocannon at a fixed rate. Nothing is measured with it: it shows, beside the open loop and the truth, why a closed loop
 * with a rate is none.
 */
export const runRateMode = async (options: RateModeOptions): Promise<RateModeFigures> => {
  const { url, perSecond, durationMs, patienceMs, connections } = options;
  const orderOf = orderSource(1, 'rate-');
  let next = 0;
  const setupRequest = (request: object): object => {
    const order = orderOf(next);
    next += 1;
    return { ...request, ...orderMessage(order, patienceMs, { method: 'POST', path: '/subscriptions' }) };
  };
  const { latency, errors, timeouts, requests } = await autocannon({
    url,
    connections,
    pipelining: 1,
    overallRate: perSecond,
    duration: durationMs / 1_000,
    timeout: patienceMs / 1_000,
    requests: [{ setupRequest }],
  });
  return { latency, errors, timeouts, answered: requests.total };
};
