import express, { type Express } from 'express';
import { faultOf } from '../faults/index.ts';
import { nowMs } from '../shared/clock.ts';
import { messageOf } from '../shared/errors.ts';
import { seededRandom } from '../shared/random.ts';
import { ordinalOf } from '../shared/request-id.ts';
import { serveApp } from '../styles/shared/http/server.ts';
import type { StepHandler } from '../workflow/order.ts';
import type { Party } from '../workflow/party.ts';
import { simulateWork, workMs } from '../workflow/simulated-work.ts';
import { failureStatusOf, StepFailure } from '../workflow/step-failure.ts';
import { createFaultLayer } from './fault-layer.ts';
import { createGauges, type SampledGauges } from './gauges.ts';
import type { Host } from './host.ts';
import type { ServiceConfig } from './protocol.ts';

/** The path at which a party is asked. */
export const partyPath = '/requests';

/** Sustained use of a second's allowance at once, as common limiters allow. */
const burstSeconds = 1;

/**
 * A token bucket (Turner 1986, "New directions in communications"): the tokens of one second may be used at once. Returns how
 * many seconds to wait for the next token, 0 when this one is taken on.
 */
export const rateLimiter = (perSecond: number | null, now: () => number): (() => number) => {
  if (perSecond === null) return () => 0;
  const most = Math.max(1, perSecond * burstSeconds);
  let tokens = most;
  let at = now();
  return () => {
    const moment = now();
    tokens = Math.min(most, tokens + ((moment - at) * perSecond) / 1_000);
    at = moment;
    if (tokens < 1) return (1 - tokens) / perSecond;
    tokens -= 1;
    return 0;
  };
};

/** The work of an answer, and its chance to fail, drawn from the seed for each try of a request. */
const answering = ({ seed }: ServiceConfig, party: Party, gauges: SampledGauges): StepHandler => {
  const answered = new Set<string>();
  const tries = new Map<string, number>();
  return async ({ order: { requestId } }) => {
    const result = { effect: 'answered', first: true, seq: 0 };
    // The same key again is the same request: what was answered once is answered at once.
    if (answered.has(requestId)) return { ...result, first: false };
    const draw = (tries.get(requestId) ?? 0) + 1;
    tries.set(requestId, draw);
    const id = ordinalOf(requestId);
    await simulateWork(workMs(seed, id, `party ${party.name}`, party.work, draw), party.work.cpuMs);
    if (seededRandom(seed, 'party', party.name, id, draw)() < party.errors) {
      gauges.count('party.failed');
      throw new StepFailure(`${party.name} failed`, 500);
    }
    answered.add(requestId);
    return result;
  };
};

const serve = (app: Express, party: Party, gauges: SampledGauges, handler: StepHandler): void => {
  const waitSeconds = rateLimiter(party.perSecond, nowMs);
  app.post(partyPath, async (request, response) => {
    const end = gauges.begin();
    const receivedAt = nowMs();
    gauges.count('party.asked');
    try {
      const requestId = request.get('idempotency-key');
      if (requestId === undefined || requestId === '') {
        response.status(400).json({ error: 'needs an Idempotency-Key header' });
        return;
      }
      const seconds = waitSeconds();
      if (seconds > 0) {
        gauges.count('party.limited');
        response
          .status(429)
          .set('retry-after', String(Math.max(1, Math.ceil(seconds))))
          .json({ error: 'too many requests' });
        return;
      }
      await handler({
        step: party.name,
        order: { requestId, userId: '', plan: '' },
        receivedAt,
        attempt: 1,
        once: true,
      });
      response.status(200).json({ outcome: 'done' });
    } catch (error) {
      response.status(failureStatusOf(error) ?? 500).json({ error: messageOf(error) });
    } finally {
      end();
    }
  });
};

/** Starts a party outside: it has no books and no style, and faults act on it as on any service. */
export const hostParty = async (config: ServiceConfig, party: Party): Promise<Host> => {
  const gauges = createGauges(partyPath);
  const faults = createFaultLayer(answering(config, party, gauges), config.instance, config.seed);
  for (const spec of config.faults) await faults.startUnder(spec, await faultOf(spec));
  const app = express();
  app.disable('x-powered-by');
  serve(app, party, gauges, faults.handler);
  const served = await serveApp(app, config);
  return {
    served,
    faults,
    gauges,
    setPeers: () => undefined,
    finish: served.drain,
    drain: async () => {
      await served[Symbol.asyncDispose]();
    },
  };
};
