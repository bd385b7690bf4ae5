import { availableParallelism, totalmem } from 'node:os';
import { chooseBroker } from '../broker/choose.ts';
import { inspectExternalBroker } from '../broker/external.ts';
import { findProgram } from '../broker/find-program.ts';
import { UnfitBroker } from '../broker/unfit-broker.ts';
import { shownAddress } from '../shared/redact.ts';
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

const externalFacts = async (url: string): Promise<Facts['broker']> => {
  try {
    const version = await inspectExternalBroker(url);
    return { state: 'ready', how: `AMQP_URL: RabbitMQ ${version} at ${shownAddress(url)}` };
  } catch (error) {
    if (!(error instanceof UnfitBroker)) throw error;
    return { state: 'unfit', why: error.what, remedies: error.remedies };
  }
};

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
      return externalFacts(choice.url);
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
