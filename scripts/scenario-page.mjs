// docs/scenario.md: the whole scenario language, from its schema. Every key has an example that the schema takes, and every
// fault a line that the loader takes: a key without one stops the script, so that none is forgotten.
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { catalogue } from '../dist/scenario/catalogue.js';
import { scenarioJsonSchema } from '../dist/scenario/json-schema.js';
import { parseScenario } from '../dist/scenario/load.js';
import { policyText } from '../dist/scenario/policy-text.js';
import { limits } from '../dist/shared/limits.js';
import { writtenName } from '../dist/styles/policy.js';

const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const code = (text) => `\`${cell(text)}\``;

/** Each kind of value: how the schema says it, how it is written. */
const kinds = [
  { name: 'duration', example: '5s', has: 'ms|s|m|h', units: 'ms, s, m, h', reads: /^[\d.]+(ms|s|m|h)$/ },
  { name: 'rate', example: '100/s', has: '\\/(s|m)', units: '/s, /m', reads: /^[\d.]+\/(s|m)$/ },
  { name: 'share', example: '2%', has: '%$', units: '%', reads: /^[\d.]+%$/ },
  {
    name: 'size',
    example: '2KiB',
    has: 'KiB',
    units: 'B, kB, KiB, MB, MiB',
    reads: /^[\d.]+(B|kB|KiB|MB|MiB)$/,
  },
  {
    name: 'bytes in a time',
    example: '64kB/s',
    has: 'B\\/s',
    units: 'B/s, kB/s, MB/s',
    reads: /^[\d.]+(B|kB|MB)\/s$/,
  },
];

/** What no kind of value tells: names and structures, by the path of their key. */
const examples = {
  title: 'Payments is killed for five seconds',
  claim: 'A broken service only delays an event flow.',
  why: 'A queue has a place for what nobody can do yet.',
  group: 'Failures',
  contestants: '{ calls: { style: http }, flow: { style: events, policies: { prefetch: 100 } } }',
  rounds: '5',
  load: '{ rate: 100/s, duration: 20s }',
  workflow: 'checkout',
  services: '{ payments: { workers: 8 } }',
  parties: '{ bank: { step: charge, rateLimit: 50/s } }',
  faults: '[{ at: 5s, for: 5s, crash: payments }]',
  hypotheses: '[http.failed > 0 during]',
  budgets: '[events.lost == 0]',
  'contestants.NAME.style': 'events',
  'contestants.NAME.policies': '{ prefetch: 100 }',
  'contestants.NAME.services': '{ payments: { workers: 4 } }',
  'contestants.NAME.load': '{ rate: 50/s }',
  'load.stages': '[{ rate: 50/s, for: 5s }, { rate: 500/s, for: 5s, name: spike }]',
  'load.trace': '{ file: day.csv, speed: 60 }',
  'load.trace.file': 'day.csv',
  'load.trace.speed': '60',
  'load.patience': '5s',
  gate: '{ median: 2%, p95: 5% }',
  'gate.median': '2%',
  'gate.p95': '10%',
  'gate.rate': '3%',
  'gate.resolution': '2ms',
  'load.drain': '1m',
  'load.duration': '1m',
  'load.maxSendLag': '50ms',
  'load.maxOthers': '30%',
  'load.saturate': '{ connections: 50 }',
  'load.saturate.connections': '50',
  'load.client': '{ retries: 2 }',
  'load.client.retries': '2',
  'load.sequence': '{ plans: [basic, gold], users: 4 }',
  'load.sequence.plans': '[basic, gold]',
  'load.sequence.users': '4',
  'services.NAME.instances': '2',
  'services.NAME.workers': '8',
  'services.NAME.work': '{ median: 20ms, p99: 80ms }',
  'services.NAME.work.median': '20ms',
  'services.NAME.work.p99': '80ms',
  'services.NAME.work.cpu': '5ms',
  'services.NAME.work.redraw': 'on',
  'services.NAME.coldStart': '2s',
  'services.NAME.autoscale': '{ target: 70%, from: 1, to: 4, every: 2s }',
  'services.NAME.autoscale.from': '1',
  'services.NAME.autoscale.to': '4',
  'parties.NAME.step': 'charge',
  'parties.NAME.work': '{ median: 20ms, p99: 80ms }',
  'policies.retries': '0',
  'policies.backoffInitial': '100ms',
  'policies.backoffMaximum': '2s',
  'policies.breakerWindow': '10s',
  'policies.breakerThreshold': '30%',
  'policies.breakerMinimumRate': '5/s',
  'policies.breakerHalfOpen': '2s',
  'policies.idempotency': 'off',
  'policies.compensation': 'off',
  'policies.dedup': 'off',
  'policies.maxDeliveries': '10',
  'policies.prefetch': '100',
  'policies.waitersPerWorker': '2',
  'policies.callsUntil': 'charge',
  'faults.ENTRY.instance': '1',
  'faults.ENTRY.step': 'charge',
};

const ajv = new Ajv2020({ strict: false, allErrors: true });

/** The texts of patterns anywhere in a schema. */
const patternsIn = (schema) => [
  ...(schema.pattern === undefined ? [] : [schema.pattern]),
  ...(schema.anyOf ?? []).flatMap(patternsIn),
];

const kindOf = (schema, sample) => {
  const patterns = patternsIn(schema);
  return (
    kinds.find(({ has }) => patterns.some((pattern) => pattern.includes(has))) ??
    (schema.type === 'string' && sample !== undefined
      ? kinds.find(({ reads }) => reads.test(String(sample)))
      : undefined)
  );
};

const isSwitch = ({ type, anyOf = [] }) => type === 'boolean' || anyOf.some((one) => one.type === 'boolean');
const isMap = (schema) => schema.type === 'object' || (schema.anyOf ?? []).some(isMap);

/** The shape of a value that may also be written short. */
const shapeOf = (schema) =>
  schema.properties ? schema : (schema.anyOf?.find(({ properties }) => properties) ?? schema);

const valueWords = (schema, sample) => {
  const kind = kindOf(schema, sample);
  const map = isMap(schema) ? ['a map'] : [];
  if (schema.enum) return schema.enum.map(code).join(', ');
  if (isSwitch(schema)) return '`on` or `off`';
  if (kind !== undefined && !isNaming(schema)) {
    const none = (schema.anyOf ?? []).some(({ const: only }) => only === 'none') ? ['`none`'] : [];
    return [kind.name, ...none, ...map].join(' or ');
  }
  if (schema.type === 'integer') {
    const { minimum, maximum } = schema;
    return maximum === undefined || maximum > 1e9
      ? `number from ${minimum}`
      : `number, ${minimum} to ${maximum}`;
  }
  if (schema.type === 'number') return `number, ${schema.minimum} to ${schema.maximum}`;
  if (schema.type === 'array') return 'a list';
  return map.length > 0
    ? [...new Set([...(schema.anyOf?.some(({ type }) => type === 'string') ? ['text'] : []), ...map])].join(
        ' or ',
      )
    : 'text';
};

/** A pattern for names, which is no unit. */
const isNaming = (schema) => schema.type === 'string' && (schema.pattern ?? '').startsWith('^[a-z]');

const exampleOf = (path, schema) => {
  const own = examples[path] ?? (schema.enum ? String(schema.enum.at(-1)) : undefined);
  const kind = isNaming(schema) ? undefined : kindOf(schema, schema.default);
  const found = own ?? (isSwitch(schema) ? 'on' : kind?.example);
  if (found === undefined)
    throw new Error(`docs/scenario.md: no example of ${path}; scripts/scenario-page.mjs has them`);
  const check = ajv.compile({ ...schema, $schema: undefined });
  if (!check(parse(found)))
    throw new Error(`docs/scenario.md: ${path}: ${found} is no example: ${ajv.errorsText(check.errors)}`);
  return found;
};

const lastOf = (path) => path.slice(path.lastIndexOf('.') + 1);

const defaultOf = (schema, path, required) => {
  if (required.includes(lastOf(path))) return 'must be given';
  if (schema.default !== undefined && !isMap(schema) && schema.type !== 'array')
    return schema.default === '' ? '' : code(String(schema.default));
  return /default:? (?<said>[^;:,)]+)/i.exec(schema.description ?? '')?.groups.said.trim() ?? '';
};

const row = (path, schema, required) => {
  const what = (schema.description ?? '').replace(/[,;.]? *default:? [^;:,)]+$/i, '');
  const example = exampleOf(path, schema);
  return `| ${code(path)} | ${cell(what)} | ${valueWords(schema, example)} | ${defaultOf(schema, path, required)} | ${code(`${lastOf(path)}: ${example}`)} |`;
};

const head = '| key | what it says | value | default | example |\n| --- | --- | --- | --- | --- |';
const table = (rows) => [head, ...rows].join('\n');

/** Rows of the keys of a map, and of the maps in it; `closed`: keys that have a section of their own. */
const rowsOf = (schema, path, closed = []) => {
  const { properties = {}, required = [] } = shapeOf(schema);
  return Object.entries(properties).flatMap(([name, value]) => {
    const here = path === '' ? name : `${path}.${name}`;
    const inner = closed.includes(name) ? [] : rowsOf(value, here, closed);
    return [row(here, value, required), ...inner];
  });
};

/** Rows of the keys of whatever stands under a name. */
const namedRows = (schema, path, closed) => rowsOf(schema.additionalProperties, `${path}.NAME`, closed);

const stylesReading = (name) =>
  [...catalogue.styles.values()].filter(({ policies }) => name in policies).map(({ name: style }) => style);

const policyRows = (schemas) => {
  const all = new Map([...catalogue.styles.values()].flatMap(({ policies }) => Object.entries(policies)));
  return [...all].map(([name, policy]) => {
    const written = writtenName(name, policy);
    const schema = schemas[written];
    const example = exampleOf(`policies.${written}`, schema);
    const what = (schema.description ?? '').replace(/^\w+: /, '').replace(/[,;.]? *default:? .*/i, '');
    const said = /default:? (.*)/i.exec(schema.description ?? '')?.[1];
    const usual = policyText(name, policy, policy.default).slice(written.length + 1) || said || 'none';
    return `| ${code(written)} | ${cell(what)} | ${valueWords(schema, example)} | ${code(usual)} | ${code(`${written}: ${example}`)} | ${stylesReading(name).join(', ')} |`;
  });
};

const targets = { service: 'payments', broker: 'broker', link: 'client→subscriptions' };
const settingExamples = {
  add: '100ms',
  within: '10s',
  jitter: '20ms',
  delay: '200ms',
  rate: '64kB/s',
  gap: '10ms',
  away: '1s',
  status: '500',
  attempts: '2',
  nth: '5',
};
const settingExample = (name, schema) =>
  settingExamples[name] ??
  schema.enum?.[0] ??
  (schema.type === 'boolean' ? 'true' : schema.type === 'string' || schema.anyOf ? '30%' : '2');

/** An entry of `faults` with every setting of its own, as the loader takes it. */
const faultExample = (type, fault, properties) => {
  const settings = Object.keys(fault.settings.shape).map(
    (name) => `${name}: ${settingExample(name, properties[name])}`,
  );
  const line = `{ at: 5s, for: 5s, ${[`${type}: ${targets[fault.targets[0]]}`, ...settings].join(', ')} }`;
  parseScenario(
    `title: a\nclaim: b\nload: { rate: 10/s }\nservices: { payments: { instances: 2 } }\nfaults: [${line}]\n`,
    'docs/scenario.md',
    catalogue,
  );
  return line;
};

const settingWords = (name, schema, required) => {
  const must = required.includes(name) ? 'must be given' : `default ${String(schema.default)}`;
  return `${code(name)} ${schema.description ? `${schema.description}, ` : ''}${must}`;
};

const faultRows = (schema) =>
  [...catalogue.faults].map(([type, fault]) => {
    const { properties, required } = schema.items.anyOf.find((one) => type in one.properties);
    const settings = Object.keys(fault.settings.shape).map((name) =>
      settingWords(name, properties[name], required),
    );
    const limited = ['instance', 'step'].filter((name) => name in properties).map(code);
    return `| ${code(type)} | ${cell(fault.targets.join(', '))} | ${limited.join(', ')} | ${cell(settings.join('; '))} | ${code(faultExample(type, fault, properties))} |`;
  });

const commonFaultRows = (schema) => {
  const { properties, required } = schema.items.anyOf.find((one) => 'error' in one.properties);
  return ['at', 'for', 'every', 'instance', 'step'].map((name) =>
    row(`faults.ENTRY.${name}`, properties[name], required),
  );
};

const stages = `stages:
  - { rate: 50/s, for: 10s }                                                     # constant
  - { rate: 50/s, to: 300/s, for: 20s, name: rise }                              # a straight line, with a name
  - { sine: { low: 20/s, high: 100/s, every: 10s }, for: 30s }
  - { burst: { rate: 20/s, peak: 400/s, every: 5s, lasts: 500ms }, for: 20s }
  - { repeat: 3, stages: [{ rate: 100/s, for: 5s }, { rate: 0/s, for: 2s }] }`;

const whole = `title: Payments is killed for five seconds
claim: A broken service fails the requests of a call chain, but only delays those of an event flow.
contestants:
  http: { style: http, policies: { timeout: 1s, retries: 1 } }
  events: { style: events }
load: { rate: 100/s, warmUp: 3s, duration: 20s, drain: 30s }
services:
  payments: { instances: 1, workers: 32, work: { median: 20ms, p99: 80ms } }
faults:
  - { at: 5s, for: 5s, crash: payments }
hypotheses:
  - http.failed > 0 during
budgets:
  - events.lost == 0
  - events.accepted.p95 < 250ms`;

const indented = (text) => text.replaceAll(/^/gm, '  ');

export const scenarioPage = () => {
  const schema = scenarioJsonSchema(catalogue);
  const { contestants, load, services, parties, faults } = schema.properties;
  parseScenario(whole, 'docs/scenario.md', catalogue);
  parseScenario(`title: a\nclaim: b\nload:\n${indented(stages)}\n`, 'docs/scenario.md', catalogue);
  const units = kinds.map(({ name, example, units: all }) => `| ${name} | ${code(example)} | ${all} |`);
  return `# The scenario language

Made by \`npm run docs\` from the schema that the loader reads with; every example on this page was read by it. A scenario is one YAML
file: \`npx tandem init my.yaml\` writes one to start from, \`npx tandem plan my.yaml\` says what it would do, and a mistake is named with its
file, line and column. Editors check it as you type against \`schemas/scenario.schema.json\`.

\`\`\`yaml
${whole}
\`\`\`

## Values

A quantity carries its unit; a plain \`0\` needs none.

| value | example | units |
| --- | --- | --- |
${units.join('\n')}

## The file

Keys that begin with \`x-\` are yours: a place for YAML anchors.

${table(rowsOf({ ...schema, properties: schema.properties }, '', Object.keys(schema.properties)))}

## Contestants

Up to ${limits.contestants}, by names of small letters, digits and hyphens; without the key they are \`http\` and \`events\`. What a contestant has of
its own under \`services\` and \`load\` is written as below.

${table(namedRows(contestants, 'contestants', ['policies', 'services', 'load']))}

### Policies

A style refuses what it does not read.

| policy | what it says | value | default | example | read by |
| --- | --- | --- | --- | --- | --- |
${policyRows(contestants.additionalProperties.properties.policies.properties).join('\n')}

## Load

One of \`rate\`, \`stages\`, \`trace\` and \`saturate\`; [more about it](load.md).

${table(rowsOf(load, 'load', ['stages', 'payload']))}

\`\`\`yaml
${stages}
\`\`\`

## Services

By the names of the services of the workflow ([workflows](workflows.md)).

${table(namedRows(services, 'services', []))}

## Parties outside

[More about them](parties.md).

${table(namedRows(parties, 'parties', ['work']))}

## Faults

Each entry has its times, one fault with its target, and that fault's settings. A target is a service, \`broker\`, a party, or a link such as
\`client→subscriptions\`.

${table(commonFaultRows(faults))}

| fault | targets | may be limited to | settings | example |
| --- | --- | --- | --- | --- |
${faultRows(faults).join('\n')}

## Hypotheses and budgets

\`[contestant.]metric [before|during|after|all] op value[unit]\`, with \`+ - * /\`, another metric instead of the value, and the name of a stage
after \`during\` or \`after\`. Without a contestant it is meant for each of them. [All metrics](metrics.md).

\`\`\`yaml
hypotheses:                                   # what the claim predicts; never changes the exit code
  - events.completed.p95 during > 2 * http.completed.p95 before
budgets:                                      # what must hold; changes the exit code
  - lost == 0
  - events.accepted.p95 during < 250ms
\`\`\`
`;
};
