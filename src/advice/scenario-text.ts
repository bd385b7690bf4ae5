import type { Stage } from '../load/shapes/index.ts';
import { formatDuration, formatRate, formatShare } from '../shared/durations.ts';
import { type Answers, capacityOf } from './answers.ts';
import { durationText, rateText } from './as-written.ts';
import { layoutOf, type PlacedTrouble, warmUpMs } from './layout.ts';
import { requirementsOf } from './requirements.ts';

/** Three styles as they are recommended: every policy has its default. */
export const advisedStyles = ['http', 'hybrid', 'events'] as const;

const usualTimeoutMs = 2_000;
const leastPatienceMs = 10_000;
const mostPatienceMs = 60_000;
const leastDrainMs = 60_000;
/** What a scenario allows where it says nothing; see `load.maxSendLag`. */
const usualSendLagMs = 20;
const mostSendLagMs = 500;

/** A caller that gives up sooner than the step usually takes would only ever fail. */
const timeoutFor = ({ work: { p99Ms } }: Answers): number | null =>
  2 * p99Ms > usualTimeoutMs ? 2 * p99Ms : null;

const contestantLines = (answers: Answers): readonly string[] => {
  const timeout = timeoutFor(answers);
  return advisedStyles.map((style) =>
    timeout === null || style === 'events'
      ? `  ${style}: { style: ${style} }`
      : `  ${style}: { style: ${style}, policies: { timeout: ${durationText(timeout)} } } # twice the p99 of the slowest step`,
  );
};

const stageLine = ({ perSecond, forMs, name }: Stage): string =>
  name === undefined
    ? `    - { rate: ${rateText(perSecond)}, for: ${durationText(forMs)} } # recovers`
    : `    - { rate: ${rateText(perSecond)}, for: ${durationText(forMs)}, name: ${name} }`;

const faultLine = ({ service, slow }: Answers, { name, atMs, forMs, everyMs }: PlacedTrouble): string => {
  const when = `at: ${durationText(atMs)}, for: ${durationText(forMs)}`;
  const what = {
    outage: `crash: ${service}`,
    slow: `latency: ${service}, add: ${durationText(slow?.addMs ?? 0)}`,
    broker: 'broker-crash: broker',
  }[name];
  return `  - { ${when}, ${what} } # comes every ${formatDuration(everyMs)}`;
};

const titleOf = ({ perSecond, peak, outage, slow, broker, service }: Answers): string =>
  [
    formatRate(perSecond),
    ...(peak === null ? [] : [`peaks of ${formatRate(peak.perSecond)}`]),
    ...(outage === null ? [] : [`${service} away for ${formatDuration(outage.forMs)}`]),
    ...(slow === null ? [] : [`${service} ${formatDuration(slow.addMs)} slower`]),
    ...(broker === null ? [] : [`the broker away for ${formatDuration(broker.forMs)}`]),
  ].join(', ');

export interface ScenarioOptions {
  readonly rounds: number;
  /** What an editor checks the file against. */
  readonly schema: string;
  /** Share of the machine that other programs may use, 0 to 1; the usual one of scenarios when left out. */
  readonly maxOthers?: number | undefined;
}

/** The scenario that answers come to, a file for `tandem run`: what must hold stands in its budgets. */
export const scenarioText = (answers: Answers, { rounds, schema, maxOthers }: ScenarioOptions): string => {
  const { stages, troubles } = layoutOf(answers);
  const { workflow, service, work, workers, toldWithinMs, outage } = answers;
  const patienceMs = Math.min(Math.max(leastPatienceMs, toldWithinMs), mostPatienceMs);
  const drainMs = leastDrainMs + 2 * (outage?.forMs ?? 0);
  const sendLagMs = Math.min(Math.round(toldWithinMs / 100), mostSendLagMs);
  const capacity = capacityOf(answers);
  const budgets = requirementsOf(answers);
  return `${[
    `# yaml-language-server: $schema=${schema}`,
    '# Written by `tandem advise` from answers; `tandem run` takes it as it is.',
    `title: ${JSON.stringify(titleOf(answers))}`,
    'claim: One of the styles keeps all that must hold with these answers, and costs less than the others that do.',
    'why: What must be known at once is called for; what may come later can wait in a queue.',
    'group: Advice',
    `workflow: ${JSON.stringify(workflow)}`,
    '',
    '# Each style with its recommended settings; `tandem plan` shows them.',
    'contestants:',
    ...contestantLines(answers),
    '',
    `rounds: ${rounds} # of each contestant`,
    '',
    'load:',
    `  warmUp: ${durationText(warmUpMs)} # not measured`,
    '  # A part for each thing that was asked for, long enough for a 95th percentile.',
    '  stages:',
    ...stages.map(stageLine),
    `  drain: ${durationText(drainMs)} # at most; ends when nothing is left in flight`,
    `  patience: ${durationText(patienceMs)} # how long the client waits for an answer`,
    ...(sendLagMs <= usualSendLagMs
      ? []
      : [`  maxSendLag: ${durationText(sendLagMs)} # a hundredth of the time within which users must know`]),
    ...(maxOthers === undefined ? [] : [`  maxOthers: ${formatShare(maxOthers)} # as was asked for`]),
    '',
    '# The slowest step; the other services have the usual capacity and work.',
    'services:',
    `  ${service}: { instances: 1, workers: ${workers}, work: { median: ${durationText(work.medianMs)}, p99: ${durationText(work.p99Ms)} } }${Number.isFinite(capacity) ? ` # about ${formatRate(capacity)} at most` : ''}`,
    ...(troubles.length === 0
      ? []
      : [
          '',
          '# What breaks, from the end of the warm-up.',
          'faults:',
          ...troubles.map((one) => faultLine(answers, one)),
        ]),
    '',
    '# What must hold: a style that breaks one of these does not fit. Each counts for every contestant.',
    'budgets:',
    ...budgets.map(({ budget, because }) => `  - ${budget} # ${because}`),
  ].join('\n')}\n`;
};
