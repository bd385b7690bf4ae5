import { EnvironmentError } from '../shared/errors.ts';
import { shownAddress } from '../shared/redact.ts';
import type { Broker } from './broker.ts';
import { inspectBroker } from './inspect.ts';

/** Looks whether the broker of AMQP_URL can carry a run; gives its version, throws an `UnfitBroker` otherwise. */
export const inspectExternalBroker = (url: string): Promise<string> =>
  inspectBroker(url, `AMQP_URL is set to ${shownAddress(url)}`);

/** A broker that somebody else runs: used, never started, stopped or crashed. */
export const useExternalBroker = async (url: string): Promise<Broker> => {
  const version = await inspectExternalBroker(url);
  const refuse = (): Promise<never> =>
    Promise.reject(new EnvironmentError('The broker behind AMQP_URL is not ours to crash. Unset AMQP_URL.'));
  return {
    kind: 'external',
    url,
    version,
    pid: null,
    canCrash: false,
    signal: refuse,
    kill: refuse,
    finish: refuse,
    restart: refuse,
    watch: () => () => undefined,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
};
