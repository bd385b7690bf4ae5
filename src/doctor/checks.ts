import { advised, type Check, required } from './check.ts';
import type { Ground } from './ground.ts';
import { judgeGround, size } from './ground-checks.ts';

/** What `doctor` found out about the machine; plain data, so that the judgement on it can be tested. */
export interface Facts extends Ground {
  readonly nodeVersion: string;
  readonly broker:
    | { readonly state: 'ready'; readonly how: string }
    | { readonly state: 'unfit'; readonly why: string; readonly remedies: readonly string[] }
    | { readonly state: 'missing' };
  readonly cores: number;
  readonly memoryBytes: number;
  /** Path of a Chromium, for the browser tests and the frontend style. */
  readonly browser: string | null;
}

const leastNode = { major: 20, minor: 19 };
const leastCores = 2;
const leastMemoryBytes = 2 ** 31;

const checkNode = (version: string): Check => {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const ok = major > leastNode.major || (major === leastNode.major && minor >= leastNode.minor);
  const wanted = `${leastNode.major}.${leastNode.minor}`;
  return required('node', ok, `${version} (needs ${wanted} or later)`, [
    `install Node.js ${wanted} or later: https://nodejs.org`,
  ]);
};

const checkBroker = (broker: Facts['broker'], brokerOptions: readonly string[]): Check => {
  switch (broker.state) {
    case 'ready':
      return required('broker', true, broker.how, []);
    case 'unfit':
      return required('broker', false, broker.why, broker.remedies);
    case 'missing':
      return required('broker', false, 'no RabbitMQ found', [
        'let it be installed: tandem doctor --fix',
        ...brokerOptions,
      ]);
  }
};

/** Judges the facts. `brokerOptions` are the ways to get a broker, listed when there is none. */
export const checksOf = (facts: Facts, brokerOptions: readonly string[]): readonly Check[] => [
  checkNode(facts.nodeVersion),
  checkBroker(facts.broker, brokerOptions),
  ...judgeGround(facts),
  advised(
    'processors',
    facts.cores >= leastCores,
    `${facts.cores}`,
    'expect invalid rounds at high rates: load, services and broker share one processor',
  ),
  advised(
    'memory',
    facts.memoryBytes >= leastMemoryBytes,
    size(facts.memoryBytes),
    `expect swapping: about ${size(leastMemoryBytes)} are in use at the peak`,
  ),
  advised(
    'browser',
    facts.browser !== null,
    facts.browser ?? 'no Chromium found',
    'only browser tests need one: install chromium or Google Chrome',
  ),
];

/** Whether scenarios can run: no required check failed. */
export const isHealthy = (checks: readonly Check[]): boolean =>
  checks.every(({ status }) => status !== 'fail');
