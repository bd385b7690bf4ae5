import { availableParallelism, totalmem } from 'node:os';
import { chooseBroker } from '../../broker/choose.ts';
import { brokerVersion } from '../../broker/connection.ts';
import { findProgram } from '../../broker/find-program.ts';
import { messageOf } from '../../shared/errors.ts';
import { redact, shownAddress } from '../../shared/redact.ts';
import type { Facts } from './checks.ts';
import { gatherGround } from './ground.ts';
import { leastOpenFiles } from './ground-checks.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const browserNames = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'Google Chrome',
  'Chromium',
];
const macApplications = [
  '/Applications/Google Chrome.app/Contents/MacOS',
  '/Applications/Chromium.app/Contents/MacOS',
];

const brokerFacts = async (environment: Environment): Promise<Facts['broker']> => {
  const choice = await chooseBroker(environment);
  switch (choice?.kind) {
    case undefined:
      return { state: 'missing' };
    case 'private':
      return { state: 'ready', how: `a private node of ${choice.installation.server}` };
    case 'compose':
      return { state: 'ready', how: 'Docker Compose, from docker-compose.yml' };
    case 'external':
      try {
        return {
          state: 'ready',
          how: redact(
            `AMQP_URL: RabbitMQ ${await brokerVersion(choice.url)} at ${shownAddress(choice.url)}`,
            choice.url,
          ),
        };
      } catch (error) {
        return {
          state: 'unreachable',
          why: redact(`AMQP_URL is set to ${shownAddress(choice.url)}: ${messageOf(error)}`, choice.url),
        };
      }
  }
};

/** Looks at the machine and changes nothing. */
export const gatherFacts = async (environment: Environment): Promise<Facts> => {
  const searchPath = environment['PATH'] ?? '';
  const browsers = browserNames.map((name) => findProgram(name, searchPath, macApplications));
  return {
    nodeVersion: process.version,
    broker: await brokerFacts(environment),
    ...gatherGround('results', leastOpenFiles),
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    browser: browsers.find((path) => path !== null) ?? null,
  };
};
