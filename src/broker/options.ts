import { EnvironmentError } from '../shared/errors.ts';

/** How to get a broker, one line each. */
export const brokerOptions: readonly string[] = [
  'set AMQP_URL to a RabbitMQ that already runs, for instance AMQP_URL=amqp://127.0.0.1:5672',
  'Debian or Ubuntu: sudo apt-get install --no-install-recommends rabbitmq-server',
  'macOS with Homebrew: brew install rabbitmq',
  'set RABBITMQ_HOME to an unpacked RabbitMQ release (the folder that has sbin/rabbitmq-server in it)',
  'Docker Compose: start the Docker engine; docker-compose.yml describes the broker',
];

/** No broker can be had on this machine as it is. */
export const noBrokerError = (): EnvironmentError =>
  new EnvironmentError(
    ['No RabbitMQ found. Ways to get one:', ...brokerOptions.map((way) => `  - ${way}`)].join('\n'),
  );
