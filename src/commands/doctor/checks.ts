/** What `doctor` found out about the machine; plain data, so that the judgement on it can be tested. */
export interface Facts {
  readonly nodeVersion: string;
  readonly broker:
    | { readonly state: 'ready'; readonly how: string }
    | { readonly state: 'unreachable'; readonly why: string }
    | { readonly state: 'missing' };
  readonly results: { readonly path: string; readonly freeBytes: number };
  readonly temp: { readonly path: string; readonly freeBytes: number; readonly writable: boolean };
  readonly cores: number;
  readonly memoryBytes: number;
  /** Path of a Chromium, for the browser tests and the frontend style. */
  readonly browser: string | null;
}

/** `fail` of a required check means that scenarios cannot run here. */
export interface Check {
  readonly name: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly required: boolean;
  readonly detail: string;
  /** What to do about it, any one of them; empty when all is well. */
  readonly remedies: readonly string[];
}

const gibibyte = 2 ** 30;
const leastFreeBytes = gibibyte;
const leastNode = { major: 20, minor: 19 };
const leastCores = 2;
const leastMemoryBytes = 2 * gibibyte;

const size = (bytes: number): string => `${(bytes / gibibyte).toFixed(1)} GiB`;

const required = (name: string, ok: boolean, detail: string, remedies: readonly string[]): Check => ({
  name,
  status: ok ? 'ok' : 'fail',
  required: true,
  detail,
  remedies: ok ? [] : remedies,
});

const advised = (name: string, ok: boolean, detail: string, remedy: string): Check => ({
  name,
  status: ok ? 'ok' : 'warn',
  required: false,
  detail,
  remedies: ok ? [] : [remedy],
});

const checkNode = (version: string): Check => {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const ok = major > leastNode.major || (major === leastNode.major && minor >= leastNode.minor);
  const wanted = `${leastNode.major}.${leastNode.minor}`;
  return required('node', ok, `${version} (needs ${wanted} or later)`, [
    `install Node.js ${wanted} or later: https://nodejs.org`,
  ]);
};

const checkBroker = (broker: Facts['broker'], ways: readonly string[]): Check => {
  switch (broker.state) {
    case 'ready':
      return required('broker', true, broker.how, []);
    case 'unreachable':
      return required('broker', false, broker.why, ['start that broker, or unset AMQP_URL']);
    case 'missing':
      return required('broker', false, 'no RabbitMQ found', [
        'let it be installed: tandem doctor --fix',
        ...ways,
      ]);
  }
};

const checkSpace = (name: string, { path, freeBytes }: { path: string; freeBytes: number }): Check =>
  required(
    name,
    freeBytes >= leastFreeBytes,
    `${size(freeBytes)} free at ${path} (needs ${size(leastFreeBytes)})`,
    [`free some space at ${path}`],
  );

/** Judges the facts. `ways` are the ways to get a broker, told when there is none. */
export const judge = (facts: Facts, ways: readonly string[]): readonly Check[] => [
  checkNode(facts.nodeVersion),
  checkBroker(facts.broker, ways),
  checkSpace('disk for results', facts.results),
  checkSpace('disk for temporary files', facts.temp),
  required(
    'temporary folder',
    facts.temp.writable,
    `${facts.temp.path} ${facts.temp.writable ? 'is' : 'is not'} writable`,
    ['set TMPDIR to a folder that you may write to'],
  ),
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

const marks = { ok: 'ok  ', warn: 'warn', fail: 'FAIL' } as const;

/** The checks for people: one line each, what to do about it below. */
export const renderChecks = (checks: readonly Check[]): string => {
  const width = Math.max(...checks.map(({ name }) => name.length));
  return checks
    .flatMap(({ name, status, detail, remedies }) => [
      `${marks[status]}  ${name.padEnd(width)}  ${detail}`,
      ...remedies.map((remedy) => `${' '.repeat(width + 8)}- ${remedy}`),
    ])
    .join('\n');
};
