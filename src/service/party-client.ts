import { Agent, request } from 'undici';
import type { StepCall } from '../workflow/order.ts';
import type { Party } from '../workflow/party.ts';
import { StepFailure } from '../workflow/step-failure.ts';
import { partyPath } from './protocol.ts';

/** Seconds, as RFC 9110 has them; a date or anything else says nothing. */
const retryAfterMs = (header: string | string[] | undefined): number | null => {
  const seconds = Number(header);
  return typeof header === 'string' && seconds > 0 ? seconds * 1_000 : null;
};

const isTimeout = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');

/**
 * Asks a party once, within the step that needs it. Rejects with a `StepFailure` that every style treats by its own rules: 503
 * with the time to wait when the party has had enough, 504 when it does not answer in time, 502 when it fails, 503 when it is away.
 */
export const partyClient = (
  party: Party,
  urls: () => readonly string[],
): ((call: StepCall) => Promise<void>) => {
  const dispatcher = new Agent({
    keepAliveTimeout: 30_000,
    headersTimeout: 0,
    bodyTimeout: 0,
    pipelining: 1,
  });
  let turn = 0;

  const send = async ({ order: { requestId } }: StepCall) => {
    const all = urls();
    const url = all[turn % all.length];
    turn += 1;
    if (url === undefined) throw new StepFailure(`no address of ${party.name} is known`, 503);
    try {
      const { statusCode, headers, body } = await request(`${url}${partyPath}`, {
        dispatcher,
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': requestId },
        body: '{}',
        signal: AbortSignal.timeout(party.timeoutMs),
      });
      await body.dump();
      return { status: statusCode, retryAfter: retryAfterMs(headers['retry-after']) };
    } catch (error) {
      throw isTimeout(error)
        ? new StepFailure(`no answer in time from ${party.name}`, 504, { cause: error })
        : new StepFailure(`no connection to ${party.name}`, 503, { cause: error });
    }
  };

  return async (call) => {
    const { status, retryAfter } = await send(call);
    if (status === 429)
      throw new StepFailure(`${party.name} has had enough requests`, 503, {}, retryAfter ?? undefined);
    if (status > 299) throw new StepFailure(`${party.name} answered ${status}`, 502);
  };
};
