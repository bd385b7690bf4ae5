import autocannon, { type Client } from 'autocannon';
import { nowMs } from '../shared/clock.ts';
import type { PayloadSize } from '../shared/payload.ts';
import type { Drive } from './drive.ts';
import { failureReason } from './failure-reason.ts';
import { answerOf, carrying, orderMessage, orderSource } from './order-message.ts';
import type { Recorder } from './recorder.ts';
import { cutOff } from './ticket.ts';

export interface SaturationOptions {
  readonly seed: number;
  readonly originMs: number;
  readonly warmUpMs: number;
  readonly durationMs: number;
  readonly patienceMs: number;
  readonly connections: number;
  readonly payload?: PayloadSize | undefined;
  readonly frontDoors: readonly string[];
  readonly path: string;
  readonly answersWhenDone: boolean;
  readonly recorder: Recorder;
}

/** autocannon connects again at once and without end where it is refused. */
const mostErrors = 1_000;
/** autocannon knows no shorter time limit, s. */
const leastTimeoutS = 1;

/**
 * Names every request of one connection and records what becomes of it, by own stamps: autocannon truncates times to
 * whole ms, and after a reset its own queue assigns answers to the wrong requests.
 */
const recordClient = (
  client: Client,
  { patienceMs, path, answersWhenDone, recorder }: SaturationOptions,
  orderOf: ReturnType<typeof orderSource>,
): { readonly giveUp: (reason: string) => void } => {
  // Pipelining is 1: at most one request of a connection is open.
  let open: number | null = null;
  let openSince = 0;
  let body = '';
  const giveUp = (reason: string): void => {
    if (open !== null) recorder.failed(open, reason);
    open = null;
  };
  client.on('response', (status: number) => {
    if (open !== null) recorder.answered(open, status, answerOf(status, body, answersWhenDone));
    open = null;
  });
  client.on('connError', (error: unknown) => giveUp(failureReason(error)));
  client.setRequests([
    {
      setupRequest: (request) => {
        // A new request without an answer to the last: autocannon has replaced the connection.
        giveUp(nowMs() - openSince >= patienceMs ? 'timeout' : 'closed');
        open = recorder.sentUnplanned();
        openSince = nowMs();
        return { ...request, ...orderMessage(orderOf(open), patienceMs, { method: 'POST', path }) };
      },
      onResponse: (_, text) => {
        body = text;
      },
    },
  ]);
  return { giveUp };
};

/**
 * Closed loop: each connection sends its next request when the last is answered, as fast as that goes, from the start of
 * the warm-up until the end of the duration. There are no due times, so a stall slows the load down: right for asking how
 * much a healthy system can do, wrong for how long anybody waits. Throws from a timer when the front door refuses
 * connections.
 */
export const startSaturation = (options: SaturationOptions): Drive => {
  const { originMs, warmUpMs, durationMs, patienceMs, connections, frontDoors, recorder } = options;
  const orderOf = carrying(
    orderSource(options.seed, recorder.tickets().idPrefix),
    options.seed,
    options.payload,
  );
  const clients: Client[] = [];
  const records: ReturnType<typeof recordClient>[] = [];
  const endsAt = originMs + durationMs;
  let ended = false;

  const begin = async (): Promise<void> => {
    await autocannon({
      url: frontDoors,
      connections,
      pipelining: 1,
      // It would cut open requests off at its end; ours comes before.
      duration: (endsAt - nowMs() + patienceMs) / 1_000 + 60,
      timeout: Math.max(leastTimeoutS, patienceMs / 1_000),
      bailout: mostErrors,
      setupClient: (client) => {
        clients.push(client);
        records.push(recordClient(client, options, orderOf));
      },
    });
    if (!ended) {
      throw new Error(
        `${mostErrors} connection errors and time-outs: a closed loop needs healthy front doors (${frontDoors.join(', ')})`,
      );
    }
  };
  setTimeout(() => void begin(), Math.max(0, originMs - warmUpMs - nowMs()));
  const ending = setTimeout(
    () => {
      ended = true;
      // Each connection ends after the answer that it is waiting for.
      for (const client of clients) client.responseMax = 1;
    },
    Math.max(0, endsAt - nowMs()),
  );
  return {
    sentAll: () => ended,
    finish: () => {
      ended = true;
      clearTimeout(ending);
      for (const client of clients) client.destroy();
      for (const { giveUp } of records) giveUp(cutOff);
      return Promise.resolve();
    },
  };
};
