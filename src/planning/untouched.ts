import type { FaultSpec } from '../faults/fault.ts';
import { belongsTo, type LinkTarget, type ServiceTarget, targetText } from '../faults/target.ts';
import { requestsBetween } from '../load/shapes/index.ts';
import type { Contestant, Scenario } from '../scenario/scenario.ts';
import { scenarioFor } from '../scenario/scenario-for.ts';
import { serviceSpecOf } from '../scenario/service-spec.ts';
import { formatDuration, formatShare } from '../shared/durations.ts';
import { lengthOf } from '../shared/stages.ts';
import { type Layout, layoutOf, type Style } from '../styles/style.ts';
import { type ActionKind, actionsOf } from '../workflow/actions.ts';

/** An injection that cannot affect a contestant, or that by chance may not. */
export interface Untouched {
  /** Id of the injection. */
  readonly fault: string;
  readonly contestant: string;
  /** Of a round in which it affects nobody, 0 to 1; null where it depends on what else goes wrong. */
  readonly chance: number | null;
  readonly why: string;
}

type Finding = Pick<Untouched, 'chance' | 'why'>;

/** A contestant as the plan sees it. */
interface Seen {
  readonly scenario: Scenario;
  readonly style: Style;
  readonly policies: Contestant['policies'];
  readonly layout: Layout;
}

/** Rarer than this it is not worth a word: two rounds of a hundred. */
const worthAWord = 0.02;

/** What is certain for all that a plan is for. */
const certain = 0.9999;

const never = (why: string): Finding => ({ chance: 1, why });
const depends = (why: string): Finding => ({ chance: null, why });

/** How many requests fall due while it lasts, on average. */
const requestsDuring = ({ load }: Scenario, { atMs, forMs }: FaultSpec): number => {
  const until = Math.min(atMs + forMs, lengthOf(load.stages));
  return load.trace === undefined
    ? requestsBetween(load.stages, atMs, until)
    : load.trace.dueAt.filter((at) => at >= atMs && at < until).length;
};

/** The chance that none of them is met: each is with a probability, and so many come on average. */
const chanceOfNone = ({ load }: Scenario, expected: number, probability: number): number => {
  const isExact = load.arrivals === 'constant' || load.trace !== undefined;
  return isExact ? (1 - probability) ** Math.floor(expected) : Math.exp(-expected * probability);
};

/** The chance of fewer than `nth` where so many are expected (Poisson). */
const chanceOfFewer = (nth: number, expected: number): number => {
  if (expected <= 0) return 1;
  // By logarithms: the single terms are too small for a number where many are expected.
  let logTerm = -expected;
  let sum = 0;
  for (let count = 0; count < nth; count += 1) {
    sum += Math.exp(logTerm);
    logTerm += Math.log(expected / (count + 1));
  }
  return Math.min(1, sum);
};

const inWords = (expected: number): string =>
  expected >= 10 ? String(Math.round(expected)) : expected.toFixed(1);

const ofRequests = (
  scenario: Scenario,
  fault: FaultSpec,
  { share, what }: { readonly share: number; readonly what: string },
): readonly Finding[] => {
  const requests = requestsDuring(scenario, fault);
  const expected = requests * share;
  const { probability = 1 } = fault.settings;
  const drawn = typeof probability === 'number' ? probability : 1;
  const chance = chanceOfNone(scenario, expected, Math.min(1, drawn));
  if (chance < worthAWord) return [];
  const window = `${formatDuration(fault.atMs)} to ${formatDuration(fault.atMs + fault.forMs)}`;
  if (chance > certain) return [never(`no request falls due from ${window}`)];
  const draws = drawn < 1 ? `, each drawn with ${formatShare(drawn)}` : '';
  return [{ chance, why: `about ${inWords(expected)} ${what} are expected from ${window}${draws}` }];
};

/** Whether one of two targets has an instance that the other does not mean. */
const meet = (a: ServiceTarget, b: ServiceTarget): boolean =>
  a.service === b.service && (a.instance === null || b.instance === null || a.instance === b.instance);

/** Whether a process of the target starts anew by another fault while this one lasts. */
const startsMeanwhile = ({ faults }: Scenario, { atMs, forMs }: FaultSpec, target: ServiceTarget): boolean =>
  faults.some((other) => {
    if (other.target.kind !== 'service' || !meet(other.target, target)) return false;
    const ends = other.atMs + other.forMs;
    // One after the other they start from its beginning on; the others start when it is cleared.
    const from = other.type === 'rolling-restart' ? other.atMs : ends;
    return other.acts.restarts && from < atMs + forMs && ends >= atMs;
  });

const onTheWay: ReadonlySet<ActionKind> = new Set(['open', 'do', 'settle', 'tell']);

/** What a fault on steps meets at a service: which of its actions every request asks for. */
const stepFindings = (scenario: Scenario, fault: FaultSpec, target: ServiceTarget): readonly Finding[] => {
  const { service, step, instance } = target;
  const { workflow, parties, load, faults } = scenario;
  const actions = [...actionsOf(workflow).values()];
  const asked = parties.some(({ name }) => name === service)
    ? parties.filter(({ name }) => name === service).length
    : actions.filter(
        (action) =>
          action.step.service === service &&
          onTheWay.has(action.kind) &&
          (step === null || action.name === step),
      ).length;
  if (asked === 0) {
    if (step === null) return [never(`${service} does no step of the workflow`)];
    if (load.declined > 0 || faults.length > 1) return [];
    return [depends(`nobody asks for \`${step}\` unless something else goes wrong, and nothing does`)];
  }
  const instances = instance === null ? 1 : serviceSpecOf(scenario, service).instances;
  const share = asked / instances;
  const { nth } = fault.settings;
  if (typeof nth === 'number' && nth > 1) {
    const expected = requestsDuring(scenario, fault) * share;
    const chance = chanceOfFewer(nth, expected);
    return chance < worthAWord
      ? []
      : [{ chance, why: `about ${inWords(expected)} commits are expected, and it waits for number ${nth}` }];
  }
  return ofRequests(scenario, fault, { share, what: 'steps' });
};

const serviceFindings = (seen: Seen, fault: FaultSpec, target: ServiceTarget): readonly Finding[] => {
  const { scenario, layout } = seen;
  const { service } = target;
  const isParty = scenario.parties.some(({ name }) => name === service);
  if (!isParty && !layout.services.includes(service)) return [never(`it has no ${service}`)];
  if (fault.type === 'slow-start' && !startsMeanwhile(scenario, fault, target))
    return [
      never(`no process of ${service} starts while it lasts; add a crash or a restart that is over by then`),
    ];
  return fault.acts.onSteps
    ? stepFindings(scenario, fault, target)
    : ofRequests(scenario, fault, { share: 1, what: 'requests' });
};

/** Who opens connections to whom; null where the style does not say. */
const connectionsOf = ({ scenario, style, policies, layout }: Seen) => {
  const calls = style.calls?.(scenario.workflow, policies);
  if (calls === undefined) return null;
  const { services, frontDoor, clientPlan, liveUpdates } = layout;
  const doors =
    clientPlan === undefined
      ? [frontDoor]
      : [...clientPlan.calls, ...clientPlan.declined, clientPlan.failed].map(({ role }) => role);
  const ownerOf = (step: string): string =>
    scenario.workflow.steps.find(({ name }) => name === step)?.service ?? '';
  return [
    ...calls,
    ...doors.map((to) => ({ from: 'client', to })),
    ...(liveUpdates === null ? [] : [{ from: 'client', to: liveUpdates }]),
    ...(style.needs.includes('rabbitmq') ? services.map((from) => ({ from, to: 'broker' })) : []),
    ...scenario.parties.map(({ name, step }) => ({ from: ownerOf(step), to: name })),
  ];
};

const linkFindings = (seen: Seen, fault: FaultSpec, target: LinkTarget): readonly Finding[] => {
  const { scenario } = seen;
  const connections = connectionsOf(seen);
  if (connections === null) return [];
  const { only } = target;
  const isOpened = connections.some(({ from, to }) =>
    belongsTo({ ...target, only: {} }, { from, to, fromInstance: null, toInstance: null }),
  );
  if (!isOpened) return [never(`it opens no connection ${targetText({ ...target, only: {} })}`)];
  const instancesOf = (role: string, instance: number | undefined): number =>
    instance === undefined ? 1 : serviceSpecOf(scenario, role).instances;
  const share = 1 / (instancesOf(target.from, only?.from) * instancesOf(target.to, only?.to));
  const { probability } = fault.settings;
  const isBroker = [target.from, target.to].includes('broker');
  if (fault.type === 'reset' && isBroker) {
    const service = target.from === 'broker' ? target.to : target.from;
    const isOne = only?.from !== undefined || only?.to !== undefined;
    const standing = isOne ? 1 : serviceSpecOf(scenario, service).instances;
    const chance = (1 - (typeof probability === 'number' ? probability : 1)) ** standing;
    return chance < worthAWord
      ? []
      : [
          {
            chance,
            why: `it is drawn for each connection, and ${service} has ${standing} with the broker; \`loss\` is drawn for each message`,
          },
        ];
  }
  if (fault.type === 'slow-close' && scenario.faults.length === 1)
    return [depends('connections are closed only where something else goes wrong, and nothing does')];
  return ofRequests(scenario, fault, { share, what: 'requests' });
};

const findingsFor = (seen: Seen, fault: FaultSpec): readonly Finding[] => {
  const { target } = fault;
  switch (target.kind) {
    case 'service':
      return serviceFindings(seen, fault, target);
    case 'broker':
      return seen.style.needs.includes('rabbitmq')
        ? ofRequests(seen.scenario, fault, { share: 1, what: 'requests' })
        : [never('it uses no broker')];
    case 'link':
      return linkFindings(seen, fault, target);
  }
};

/**
 * Injections that will affect nobody, or may not, as far as that shows before anything has run: a part, a link or a step that a contestant
 * does not use, a window in which nothing is due, a probability that is too small for the load. Of a style that is not `known` nothing is
 * said, and of a fault from a module only that its place or its requests are missing.
 */
export const untouchedBy = (scenario: Scenario, known: ReadonlyMap<string, Style>): readonly Untouched[] =>
  // A closed loop has no faults, and its stages no rate.
  scenario.load.saturate !== null
    ? []
    : scenario.faults.flatMap((fault) =>
        scenario.contestants.flatMap((contestant) => {
          const style = known.get(contestant.style);
          if (style === undefined) return [];
          const mine = scenarioFor(scenario, contestant);
          const layout = layoutOf(style, scenario.workflow);
          return findingsFor({ scenario: mine, style, policies: contestant.policies, layout }, fault).map(
            (finding) => ({ fault: fault.id, contestant: contestant.name, ...finding }),
          );
        }),
      );
