import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { faultOf } from '../faults/index.ts';
import { nowMs } from '../shared/clock.ts';
import { messageOf } from '../shared/errors.ts';
import { listeningPort } from '../shared/listening-port.ts';
import { seededRandom } from '../shared/random.ts';
import { ordinalOf } from '../shared/request-id.ts';
import type { StepHandler } from '../workflow/order.ts';
import type { Party } from '../workflow/party.ts';
import { simulateWork, workMs } from '../workflow/simulated-work.ts';
import { failureStatusOf, StepFailure } from '../workflow/step-failure.ts';
import { createFaultLayer } from './fault-layer.ts';
import { createGauges, type SampledGauges } from './gauges.ts';
import type { Host } from './hosted.ts';
import { partyPath, type ServiceConfig } from './protocol.ts';

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

const answer = (response: ServerResponse, status: number, body: object, headers: object = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};

/** Answers one request, whoever asks. */
const respond = async (
  request: IncomingMessage,
  response: ServerResponse,
  { name }: Party,
  waitSeconds: () => number,
  { gauges, handler }: { readonly gauges: SampledGauges; readonly handler: StepHandler },
): Promise<void> => {
  request.resume();
  if (request.method !== 'POST' || request.url !== partyPath) {
    answer(response, 404, { error: `a party is asked by POST ${partyPath}` });
    return;
  }
  gauges.count('party.asked');
  const requestId = request.headers['idempotency-key'];
  if (typeof requestId !== 'string' || requestId === '') {
    answer(response, 400, { error: 'needs an Idempotency-Key header' });
    return;
  }
  const seconds = waitSeconds();
  if (seconds > 0) {
    gauges.count('party.limited');
    const retryAfter = String(Math.max(1, Math.ceil(seconds)));
    answer(response, 429, { error: 'too many requests' }, { 'retry-after': retryAfter });
    return;
  }
  const order = { requestId, userId: '', plan: '' };
  await handler({ step: name, order, receivedAt: nowMs(), attempt: 1, once: true });
  answer(response, 200, { outcome: 'done' });
};

const listening = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', backlog: 4_096 }, () => resolve(listeningPort(server)));
  });

/** Starts a party outside: it has no books and no style, and faults act on it as on any service. */
export const hostParty = async (config: ServiceConfig, party: Party): Promise<Host> => {
  const gauges = createGauges(partyPath);
  const faults = createFaultLayer(answering(config, party, gauges), config.instance, config.seed);
  for (const spec of config.faults) await faults.startUnder(spec, await faultOf(spec));
  const waitSeconds = rateLimiter(party.perSecond, nowMs);
  const { handler } = faults;
  const server = createServer((request, response) => {
    const end = gauges.begin();
    respond(request, response, party, waitSeconds, { gauges, handler })
      .catch((error: unknown) => {
        answer(response, failureStatusOf(error) ?? 500, { error: messageOf(error) });
      })
      .finally(end);
  });
  // Longer than any asker keeps an idle socket: it never closes one that is about to be reused.
  server.keepAliveTimeout = 120_000;
  server.requestTimeout = 0;
  const port = await listening(server, config.port);
  const closed = (): Promise<void> =>
    new Promise((resolve) => {
      // An error says that it is closed already.
      server.close(() => resolve());
    });
  const end = async (): Promise<void> => {
    const over = closed();
    server.closeAllConnections();
    await over;
  };
  return {
    served: { port, [Symbol.asyncDispose]: end },
    faults,
    gauges,
    setPeers: () => undefined,
    // Idle connections are closed at once, and open answers finished.
    finish: closed,
    drain: end,
  };
};
