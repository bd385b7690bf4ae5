import type { Command } from 'commander';
import { capacityOf } from '../harness/capacity.ts';
import { catalogue } from '../scenario/catalogue.ts';
import { formatDuration, formatRate, formatShare } from '../scenario/durations.ts';
import { loadScenario } from '../scenario/load.ts';
import type { Contestant, Scenario, ServiceSpec } from '../scenario/scenario.ts';
import { varied } from '../scenario/varied.ts';
import { styles } from '../styles/index.ts';
import { serviceNames } from '../workflow/order.ts';
import { columns } from './columns.ts';
import { collect, positive, wholeNumber } from './option-values.ts';

/** Start and stop of a round's processes, about. */
const overheadMs = 3_000;

interface Plan {
  readonly scenario: string;
  readonly title: string;
  readonly claim: string;
  readonly contestants: readonly {
    readonly name: string;
    readonly style: string;
    readonly answers: string | null;
    readonly policies: Readonly<Record<string, unknown>>;
    readonly overridden: readonly string[];
    /** What it has otherwise than `capacity` and `load` say for all; only what it names. */
    readonly own: {
      readonly capacity: Readonly<Record<string, ServiceSpec>>;
      readonly perSecond?: number;
      readonly warmUpMs?: number;
      readonly requestsPerRound?: number;
    };
  }[];
  readonly capacity: Readonly<Record<string, ServiceSpec>>;
  readonly load: Scenario['load'];
  readonly faults: Scenario['faults'];
  readonly hypotheses: readonly string[];
  readonly budgets: readonly string[];
  readonly rounds: number;
  /** Requests that one round of a contestant sends in the measured time, on average. */
  readonly requestsPerRound: number;
  /** When every drain is over at once, and when every drain takes all the time that it may. */
  readonly estimatedMs: { readonly least: number; readonly most: number };
}

const measuredMsOf = ({ load }: Scenario): number => load.stages.reduce((sum, { forMs }) => sum + forMs, 0);

const requestsOf = ({ load }: Scenario): number =>
  Math.round(load.stages.reduce((sum, { perSecond, forMs }) => sum + (perSecond * forMs) / 1_000, 0));

const ownOf = (scenario: Scenario, contestant: Contestant): Plan['contestants'][number]['own'] => {
  const { services, ...load } = contestant.own;
  const mine = varied(scenario, contestant);
  return {
    ...load,
    capacity: Object.fromEntries(Object.keys(services).map((role) => [role, capacityOf(mine, role)])),
    ...(load.perSecond === undefined ? {} : { requestsPerRound: requestsOf(mine) }),
  };
};

/** Of a style from a module only the overrides are known without running it. */
const contestantPlan = (scenario: Scenario, contestant: Contestant): Plan['contestants'][number] => {
  const { name, style, policies, overrides } = contestant;
  const known = styles.get(style);
  const read = known?.policies ?? (Object.keys(overrides) as (keyof typeof policies)[]);
  return {
    name,
    style,
    answers: known?.answers ?? null,
    policies: Object.fromEntries(read.map((policy) => [policy, policies[policy]])),
    overridden: Object.keys(overrides),
    own: ownOf(scenario, contestant),
  };
};

/** What a run of the scenario will do. */
export const planOf = (scenario: Scenario): Plan => {
  const { name, title, claim, contestants, load, faults, rounds } = scenario;
  const roles = contestants.flatMap(({ style }) => styles.get(style)?.services ?? serviceNames);
  const warmUpsMs = contestants.reduce(
    (sum, contestant) => sum + varied(scenario, contestant).load.warmUpMs,
    0,
  );
  const least = rounds * (warmUpsMs + contestants.length * (measuredMsOf(scenario) + overheadMs));
  return {
    scenario: name,
    title,
    claim,
    load,
    faults,
    rounds,
    contestants: contestants.map((contestant) => contestantPlan(scenario, contestant)),
    capacity: Object.fromEntries([...new Set(roles)].map((role) => [role, capacityOf(scenario, role)])),
    hypotheses: scenario.hypotheses.map(({ text }) => text),
    budgets: scenario.budgets.map(({ text }) => text),
    requestsPerRound: requestsOf(scenario),
    estimatedMs: { least, most: least + rounds * contestants.length * load.drainMs },
  };
};

const policyText = (policy: string, value: unknown): string => {
  const name = policy === 'timeoutMs' ? 'timeout' : policy;
  if (policy === 'timeoutMs') return `${name} ${value === null ? 'none' : formatDuration(Number(value))}`;
  if (policy === 'prefetch' && value === null) return 'prefetch = workers';
  return `${name} ${typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value)}`;
};

const contestantLines = ({ contestants }: Plan): string[] =>
  contestants.flatMap(({ name, style, answers, policies, overridden }) => [
    `  ${name}: ${style}${answers === null ? '' : `, answers ${answers.replace('-', ' ')}`}`,
    `    ${Object.entries(policies)
      .map(([policy, value]) => `${policyText(policy, value)}${overridden.includes(policy) ? ' (set)' : ''}`)
      .join(' · ')}`,
  ]);

/** Mean of the lognormal work; the median would promise more than the workers can do. */
const meanMs = ({ work: { medianMs, p99Ms } }: ServiceSpec): number => {
  const sigma = Math.log(p99Ms / medianMs) / 2.3263;
  return medianMs * Math.exp(sigma ** 2 / 2);
};

const capacityCells = (role: string, service: ServiceSpec): readonly string[] => {
  const { instances, workers, work } = service;
  const slots = instances * workers;
  return [
    role,
    ...[instances, workers, slots].map(String),
    ...[work.medianMs, work.p99Ms].map(formatDuration),
    work.medianMs === 0 ? '' : `≈${formatRate((slots * 1_000) / meanMs(service))}`,
  ];
};

/** The capacity of all, then whatever a contestant has of its own, under its name. */
const capacityLines = ({ capacity, contestants }: Plan): readonly string[] =>
  columns([
    ['service', 'instances', 'workers', 'slots', 'work median', 'work p99', 'steps at most'],
    ...Object.entries(capacity).map(([role, service]) => capacityCells(role, service)),
    ...contestants.flatMap(({ name, own }) =>
      Object.entries(own.capacity).map(([role, service]) => capacityCells(`${name}: ${role}`, service)),
    ),
  ]);

const ownLoadLines = ({ contestants }: Plan): string[] =>
  contestants.flatMap(({ name, own: { perSecond, warmUpMs, requestsPerRound } }) => {
    const parts = [
      ...(perSecond === undefined
        ? []
        : [`${formatRate(perSecond)}, about ${requestsPerRound ?? 0} requests a round`]),
      ...(warmUpMs === undefined ? [] : [`warm-up ${formatDuration(warmUpMs)}`]),
    ];
    return parts.length === 0 ? [] : [`  ${name}: ${parts.join(' · ')}`];
  });

/** Whether a heading may promise the same for everybody. */
const forWhom = (differs: boolean): string =>
  differs ? 'for every contestant without its own' : 'the same for every contestant';

const loadLines = (plan: Plan): string[] => {
  const { load, requestsPerRound } = plan;
  const { arrivals, stages, warmUpMs, drainMs, patienceMs, declined, saturate } = load;
  const rates = stages.map(({ perSecond, forMs }) => `${formatRate(perSecond)} for ${formatDuration(forMs)}`);
  const length = formatDuration(stages.reduce((sum, { forMs }) => sum + forMs, 0));
  const what =
    saturate === null
      ? `${arrivals} arrivals, ${rates.join(', then ')}: about ${requestsPerRound} requests a round`
      : `closed loop with ${saturate.connections} connections for ${length}`;
  return [
    `  ${what}`,
    `  warm-up ${formatDuration(warmUpMs)} · drain at most ${formatDuration(drainMs)} · patience ${formatDuration(patienceMs)} · declined ${formatShare(declined)}`,
    ...ownLoadLines(plan),
  ];
};

const faultLines = ({ faults }: Plan): string[] =>
  faults.map(({ type, target, atMs, forMs, settings }) => {
    const more = Object.entries(settings).map(([key, value]) => ` ${key} ${String(value)}`);
    return `  ${formatDuration(atMs)} to ${formatDuration(atMs + forMs)}: ${type} ${target}${more.length > 0 ? `,${more.join(',')}` : ''}`;
  });

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines];

export const renderPlan = (plan: Plan): string => {
  const { least, most } = plan.estimatedMs;
  return `${[
    `${plan.scenario}: ${plan.title}`,
    plan.claim,
    ...section('Contestants', contestantLines(plan)),
    ...section(
      `Capacity, ${forWhom(plan.contestants.some(({ own }) => Object.keys(own.capacity).length > 0))}`,
      capacityLines(plan),
    ),
    ...section(`Load, ${forWhom(ownLoadLines(plan).length > 0)}`, loadLines(plan)),
    ...section('Faults, from the end of the warm-up (settings in ms and shares)', faultLines(plan)),
    ...section(
      'Hypotheses',
      plan.hypotheses.map((text) => `  ${text}`),
    ),
    ...section(
      'Budgets',
      plan.budgets.map((text) => `  ${text}`),
    ),
    '',
    `${plan.rounds} round${plan.rounds === 1 ? '' : 's'} of each: about ${formatDuration(least)}, at most ${formatDuration(most)}`,
  ].join('\n')}\n`;
};

interface Flags {
  readonly scale: number;
  readonly only: readonly string[];
  readonly rounds?: number;
  readonly json?: true;
}

export const registerPlan = (program: Command): void => {
  program
    .command('plan')
    .description('print what a run will do, without running it')
    .argument('<file>', 'scenario file')
    .option('--rounds <n>', 'rounds per contestant, instead of the scenario’s', wholeNumber)
    .option('--only <contestant>', 'plan for this contestant only; may be repeated', collect, [])
    .option('--scale <f>', 'shorten or lengthen all durations', positive, 1)
    .option('--json', 'print the plan as JSON')
    .action((file: string, { scale, only, rounds, json }: Flags) => {
      const scenario = loadScenario(file, catalogue, {
        scale,
        only,
        ...(rounds === undefined ? {} : { rounds }),
      });
      const plan = planOf(scenario);
      process.stdout.write(json ? `${JSON.stringify(plan, null, 2)}\n` : renderPlan(plan));
    });
};
