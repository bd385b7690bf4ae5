import { chooseBroker } from '../broker/choose.ts';
import { findProgram } from '../broker/find-program.ts';
import { noBrokerError } from '../broker/options.ts';
import { EnvironmentError } from '../shared/errors.ts';
import { installWithApt, rootPrefix } from './install-with-apt.ts';
import { runProgram } from './run-program.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const brewFolders = ['/opt/homebrew/bin', '/usr/local/bin', '/home/linuxbrew/.linuxbrew/bin'];

/** Installs RabbitMQ by the first package manager that this user may use; throws an EnvironmentError without one. */
const install = async (environment: Environment, log: (line: string) => void): Promise<void> => {
  const searchPath = environment['PATH'] ?? '';
  const root = findProgram('apt-get', searchPath) === null ? null : await rootPrefix();
  if (root !== null) return installWithApt(root, log);
  const brew = findProgram('brew', searchPath, brewFolders);
  if (brew === null) throw noBrokerError();
  log('no broker found; installing one: brew install rabbitmq (takes some minutes; its service stays off)');
  await runProgram([brew, 'install', 'rabbitmq']);
};

/**
 * Sees to it that there is a way to a broker: AMQP_URL, an installed rabbitmq-server or Docker Compose as they are, else
 * an installation. Says what it is about to do before it does it. Throws an EnvironmentError where it cannot.
 */
export const mendBroker = async (environment: Environment, log: (line: string) => void): Promise<void> => {
  if ((await chooseBroker(environment)) !== null) return;
  await install(environment, log);
  if ((await chooseBroker(environment)) === null) {
    throw new EnvironmentError(
      'RabbitMQ was installed, but its rabbitmq-server and epmd are not where they were looked for.',
    );
  }
  log('RabbitMQ is installed');
};
