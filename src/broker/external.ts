import { EnvironmentError, messageOf } from '../shared/errors.ts';
import { redact, shownAddress } from '../shared/redact.ts';
import type { Broker } from './broker.ts';
import { brokerVersion } from './connection.ts';

/** A broker that somebody else runs: used, never started, stopped or crashed. */
export const useExternalBroker = async (url: string): Promise<Broker> => {
  const version = await brokerVersion(url).catch((error: unknown) => {
    throw new EnvironmentError(
      redact(
        `AMQP_URL is set to ${shownAddress(url)}, but no broker answers there: ${messageOf(error)}. Start it, or unset AMQP_URL.`,
        url,
      ),
    );
  });
  const refuse = (): Promise<never> =>
    Promise.reject(new EnvironmentError('The broker behind AMQP_URL is not ours to crash. Unset AMQP_URL.'));
  return {
    kind: 'external',
    url,
    version,
    pid: null,
    canCrash: false,
    kill: refuse,
    restart: refuse,
    watch: () => () => undefined,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
};
