import { support } from '../analysis/percentiles.ts';
import { phaseWindows, stageWindows, type Window } from '../analysis/phases.ts';
import type { FaultSpec } from '../faults/fault.ts';
import { targetText } from '../faults/target.ts';
import { requestsBetween, type Stage } from '../load/shapes/index.ts';
import { type PercentileName, type PhaseName, percentileNames } from '../result/figures.ts';
import type { Comparable } from '../scenario/language/expression.ts';
import { showNode } from '../scenario/language/show.ts';
import { type MetricNode, metricsOf } from '../scenario/language/syntax.ts';
import type { Expression, Position, Scenario } from '../scenario/scenario.ts';
import { scenarioFor } from '../scenario/scenario-for.ts';
import { lengthOf } from '../shared/stages.ts';
import { belowNoise } from './below-noise.ts';

/** What will, or may well, be left open however the run goes. */
export interface Undecidable extends Position {
  readonly of: 'budget' | 'hypothesis';
  readonly text: string;
  /** `never`: no run of this scenario can decide it. `maybe`: a run may fail to. `notice`: it can be decided, and there is something to know. */
  readonly sure: 'never' | 'maybe' | 'notice';
  readonly message: string;
}

type Finding = Pick<Undecidable, 'sure' | 'message'>;

const never = (message: string): Finding => ({ sure: 'never', message });
const maybe = (message: string): Finding => ({ sure: 'maybe', message });
const notice = (message: string): Finding => ({ sure: 'notice', message });

/** A killed broker accepts again after 7 to 10 s, whatever the scenario says. */
const brokerBackAfterMs = 10_000;

/** Requests that fall due in the windows, on average. */
const expectedIn = (stages: readonly Stage[], windows: readonly Window[]): number =>
  windows.reduce((sum, [from, to]) => sum + requestsBetween(stages, from, to), 0);

/** As planned; faults that do not act where they are meant to give the same windows. */
const plannedWindows = (
  stages: readonly Stage[],
  faults: readonly FaultSpec[],
): Readonly<Record<PhaseName, readonly Window[]>> => {
  const records = faults.map(({ type, target, atMs, forMs }) => ({
    type,
    target: targetText(target),
    bites: 0,
    applies: true,
    struckAt: atMs,
    liftedAt: atMs + forMs,
  }));
  return phaseWindows(lengthOf(stages), records, faults);
};

const phaseFindings = (
  { faults, load: { stages } }: Scenario,
  phase: PhaseName,
  windows: readonly Window[],
): readonly Finding[] => {
  if (windows.length === 0) {
    const why = phase === 'before' ? 'a fault is injected at its start' : 'a fault lasts until its end';
    return [
      never(`nothing of the load is \`${phase}\` the faults, for ${why}; lengthen the load or move it`),
    ];
  }
  const restMs = windows.reduce((sum, [from, to]) => sum + to - from, 0);
  const isBroker = faults.some(
    ({ target, atMs, forMs }) =>
      target.kind === 'broker' && lengthOf(stages) - atMs - Math.max(forMs, brokerBackAfterMs) <= 0,
  );
  return phase === 'after' && isBroker
    ? [
        maybe(
          `a broker is back about 10 s after it was killed, so the ${restMs / 1_000} s \`after\` may not come`,
        ),
      ]
    : [];
};

/** How many requests a window of so many on average can have at most and at least: six and three deviations away. */
const rangeOf = (arrivals: 'poisson' | 'constant', mean: number): { most: number; least: number } =>
  arrivals === 'constant'
    ? { most: Math.ceil(mean) + 1, least: Math.floor(mean) - 1 }
    : { most: mean + 6 * Math.sqrt(mean) + 1, least: mean - 3 * Math.sqrt(mean) };

/** The same for a stage of the load, which lasts exactly as long as it says. */
const stageFindings = (
  stages: readonly Stage[],
  arrivals: 'poisson' | 'constant',
  node: MetricNode,
  rank: PercentileName,
): readonly Finding[] => {
  const placed = stageWindows(stages).get(node.stage ?? '');
  const expected = expectedIn(stages, (node.phase === 'after' ? placed?.after : placed?.during) ?? []);
  const { most, least } = rangeOf(arrivals, expected);
  const has = `${showNode(node, null)}: ${rank} needs ${support[rank]} requests, and that part of the load gives about ${Math.round(expected)}`;
  const remedy = 'lengthen the stage, raise its rate, or ask for a lower percentile';
  if (most < support[rank]) return [never(`${has}; ${remedy}`)];
  return least < support[rank] ? [maybe(`${has}, so a round may have too few; ${remedy}`)] : [];
};

const supportFindings = (
  { load: { arrivals, stages } }: Scenario,
  node: MetricNode,
  windows: Readonly<Record<PhaseName, readonly Window[]>>,
): readonly Finding[] => {
  const rank = percentileNames.find((name) => node.metric.endsWith(`.${name}`));
  if (rank === undefined) return [];
  const phase = node.phase ?? 'all';
  if (node.stage !== null) return stageFindings(stages, arrivals, node, rank);
  const expected = expectedIn(stages, windows[phase]);
  // A fault may last longer than planned, then more of the load is `during` it.
  const first = windows.before.at(-1)?.[1] ?? 0;
  const atMost = phase === 'during' ? expectedIn(stages, [[first, lengthOf(stages)]]) : expected;
  const has = `${showNode(node, null)}: ${rank} needs ${support[rank]} requests, and the load gives about ${Math.round(expected)}${phase === 'all' ? '' : ` ${phase} the faults`}`;
  const remedy = 'lengthen the load, raise its rate, or ask for a lower percentile';
  if (rangeOf(arrivals, atMost).most < support[rank]) return [never(`${has}; ${remedy}`)];
  return rangeOf(arrivals, expected).least < support[rank]
    ? [maybe(`${has}, so a round may have too few; ${remedy}`)]
    : [];
};

const findingsFor = (
  scenario: Scenario,
  { left, right }: Comparable,
  contestant: string,
): readonly Finding[] => {
  const { load, faults } = scenario;
  // A closed loop sends as many as it can.
  if (load.saturate !== null) return [];
  const windows = plannedWindows(load.stages, faults);
  return [...metricsOf(left), ...metricsOf(right)]
    .filter((node) => (node.contestant ?? contestant) === contestant)
    .flatMap((node) => {
      const phase = node.phase ?? 'all';
      const missing =
        phase === 'all' || node.stage !== null ? [] : phaseFindings(scenario, phase, windows[phase]);
      return missing.some(({ sure }) => sure === 'never')
        ? missing
        : [...missing, ...supportFindings(scenario, node, windows)];
    });
};

/** A metric that is still called by its name of an earlier release. */
const renamed = ({ left, right }: Comparable): readonly Finding[] =>
  [...metricsOf(left), ...metricsOf(right)].flatMap(({ metric, token: { text } }) =>
    text === metric || text.endsWith(`.${metric}`)
      ? []
      : [notice(`\`${text}\` is now called \`${metric}\`; the old name is read in this release only`)],
  );

const ofExpression = (
  scenario: Scenario,
  of: Undecidable['of'],
  { text, parsed: comparable, line, column }: Expression,
  baseline: 'given' | 'missing' | 'open',
): readonly Undecidable[] => {
  const named = scenario.contestants.filter(
    ({ name }) => comparable.forEach || comparable.contestants.includes(name),
  );
  const found = named.flatMap((contestant) =>
    findingsFor(scenarioFor(scenario, contestant), comparable, contestant.name),
  );
  const lacksBaseline = 'names a baseline: run it with --baseline NAME or --against-ref REF';
  const more: readonly Finding[] = [
    ...renamed(comparable),
    ...(comparable.usesBaseline && baseline === 'missing' ? [never(lacksBaseline)] : []),
    ...(comparable.usesBaseline && baseline === 'open' ? [maybe(lacksBaseline)] : []),
    ...(of === 'budget' ? belowNoise(comparable, scenario.rounds).map(maybe) : []),
  ];
  const distinct = new Map([...found, ...more].map((finding) => [finding.message, finding]));
  return [...distinct.values()].map((finding) => ({ of, text, line, column, ...finding }));
};

/**
 * What of a scenario's budgets and hypotheses cannot be decided, as far as that shows before anything has run: too few
 * requests for a percentile, a phase that will not come, a baseline that nobody gave, a margin below the usual noise.
 * `baseline` is `open` as long as it is not known whether there will be one.
 */
export const undecidables = (
  scenario: Scenario,
  baseline: 'given' | 'missing' | 'open',
): readonly Undecidable[] => [
  ...scenario.hypotheses.flatMap((one) => ofExpression(scenario, 'hypothesis', one, baseline)),
  ...scenario.budgets.flatMap((one) => ofExpression(scenario, 'budget', one, baseline)),
];
