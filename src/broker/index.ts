import type { Reaper } from '../reaper/reaper.ts';
import { shownAddress } from '../shared/redact.ts';
import type { Broker } from './broker.ts';
import { chooseBroker } from './choose.ts';
import { startComposeBroker } from './compose.ts';
import { useExternalBroker } from './external.ts';
import { inspectBroker } from './inspect.ts';
import { noBrokerError } from './options.ts';
import { startPrivateNode } from './private-node.ts';

export type { Broker } from './broker.ts';

interface StartOptions {
  readonly reaper: Reaper;
  /** Told what is about to happen, one line each. */
  readonly log: (line: string) => void;
  /** `crashable`: the broker will be killed, so the one behind AMQP_URL is left alone. */
  readonly require?: 'crashable';
}

/** A broker of ours can have an alarm from the start too, on a machine with little memory or disk space. */
const inspected = async (broker: Broker): Promise<Broker> => {
  try {
    await inspectBroker(broker.url, `the broker at ${shownAddress(broker.url)}`);
    return broker;
  } catch (error) {
    await broker[Symbol.asyncDispose]();
    throw error;
  }
};

/**
 * Gets a broker by the first option that this machine has, and looks whether it can carry a run. An EnvironmentError lists the options
 * when there is none, or says what is wrong with the broker.
 */
export const startBroker = async ({ reaper, log, require }: StartOptions): Promise<Broker> => {
  if (require === 'crashable' && process.env['AMQP_URL']) {
    log('AMQP_URL is passed over: this run kills its broker, so it takes one of its own');
  }
  const choice = await chooseBroker(process.env, require === 'crashable');
  switch (choice?.kind) {
    case 'external':
      log(`using the broker at ${shownAddress(choice.url)}`);
      return useExternalBroker(choice.url);
    case 'private':
      log(`starting a private node of ${choice.installation.server} (takes 5 to 20 s)`);
      return inspected(await startPrivateNode(choice.installation, reaper));
    case 'compose':
      log('starting the broker of docker-compose.yml (the first time, Docker fetches its image)');
      return inspected(await startComposeBroker());
    case undefined:
      throw noBrokerError();
  }
};
