import type { Guardian } from '../guardian/guardian.ts';
import { shownAddress } from '../shared/redact.ts';
import type { Broker } from './broker.ts';
import { chooseBroker } from './choose.ts';
import { startComposeBroker } from './compose.ts';
import { useExternalBroker } from './external.ts';
import { startPrivateNode } from './private-node.ts';
import { noBrokerError } from './ways.ts';

export type { Broker } from './broker.ts';

interface StartOptions {
  readonly guardian: Guardian;
  /** Told what is about to happen, one line each. */
  readonly say: (line: string) => void;
  /** `crashable`: the broker will be killed, so the one behind AMQP_URL is left alone. */
  readonly require?: 'crashable';
}

/** Gets a broker by the first way that this machine has; an EnvironmentError lists the ways when it has none. */
export const startBroker = async ({ guardian, say, require }: StartOptions): Promise<Broker> => {
  if (require === 'crashable' && process.env['AMQP_URL']) {
    say('AMQP_URL is passed over: this run kills its broker, so it takes one of its own');
  }
  const choice = await chooseBroker(process.env, require === 'crashable');
  switch (choice?.kind) {
    case 'external':
      say(`using the broker at ${shownAddress(choice.url)}`);
      return useExternalBroker(choice.url);
    case 'private':
      say(`starting a private node of ${choice.installation.server} (takes 5 to 20 s)`);
      return startPrivateNode(choice.installation, guardian);
    case 'compose':
      say('starting the broker of docker-compose.yml (the first time, Docker fetches its image)');
      return startComposeBroker();
    case undefined:
      throw noBrokerError();
  }
};
