import type { z } from 'zod';
import { faults as knownFaults } from '../faults/index.ts';
import { settingText } from '../faults/settings.ts';
import { stageText } from '../load/shapes/index.ts';
import { policyText } from '../scenario/policy-text.ts';
import type { ServiceSpec } from '../scenario/scenario.ts';
import { columns } from '../shared/columns.ts';
import { formatDuration, formatRate, formatShare } from '../shared/durations.ts';
import { payloadText } from '../shared/payload.ts';
import { lengthOf } from '../shared/stages.ts';
import { styles } from '../styles/index.ts';
import type { WorkTime } from '../workflow/simulated-work.ts';
import type { KnownStyles, Plan } from './plan-of.ts';

const policiesLine = (
  { style, policies, overridden }: Plan['contestants'][number],
  known: KnownStyles,
): string =>
  Object.entries(known.get(style)?.policies ?? {})
    .map(([name, policy]) => {
      const isSet = overridden.includes(name);
      return `${policyText(name, policy, policies[name])}${isSet ? ' (set)' : ''}`;
    })
    .join(' · ');

const contestantLines = ({ contestants }: Plan, known: KnownStyles): string[] =>
  contestants.flatMap((contestant) => {
    const { name, style, answers } = contestant;
    return [
      `  ${name}: ${style}${answers === null ? '' : `, answers ${answers.replace('-', ' ')}`}`,
      `    ${policiesLine(contestant, known)}`,
    ];
  });

/** Mean of the lognormal work; the median would promise more than the workers can do. */
const meanMs = ({ work: { medianMs, p99Ms, cpuMs = 0 } }: ServiceSpec): number => {
  const sigma = medianMs === 0 ? 0 : Math.log(p99Ms / medianMs) / 2.3263;
  return medianMs * Math.exp(sigma ** 2 / 2) + cpuMs;
};

const scalingText = ({ autoscale }: ServiceSpec): string => {
  if (autoscale === undefined || autoscale === null) return '';
  const { target, from, to, everyMs, downAfterMs } = autoscale;
  return `${from} to ${to} at ${formatShare(target)}, every ${formatDuration(everyMs)}, down after ${formatDuration(downAfterMs)}`;
};

const capacityCells = (role: string, service: ServiceSpec): readonly string[] => {
  const { instances, workers, work } = service;
  const slots = instances * workers;
  return [
    role,
    ...[instances, workers, slots].map(String),
    ...[work.medianMs, work.p99Ms].map(formatDuration),
    meanMs(service) === 0 ? '' : `≈${formatRate((slots * 1_000) / meanMs(service))}`,
    work.cpuMs === undefined ? '' : formatDuration(work.cpuMs),
    service.coldStartMs === undefined ? '' : formatDuration(service.coldStartMs),
    scalingText(service),
  ];
};

/** Columns without those under whose heading nothing stands. */
const withoutEmpty = (rows: readonly (readonly string[])[]): readonly string[] => {
  const [heading = [], ...body] = rows;
  const kept = [...heading.keys()].filter((place) => body.some((row) => (row[place] ?? '') !== ''));
  return columns(rows.map((row) => kept.map((place) => row[place] ?? '')));
};

/** The capacity of all, then whatever a contestant has of its own, under its name. */
const capacityLines = ({ capacity, contestants }: Plan): readonly string[] =>
  withoutEmpty([
    [
      'service',
      'instances',
      'workers',
      'slots',
      'work median',
      'work p99',
      'steps at most',
      'processor',
      'cold start',
      'scales',
    ],
    ...Object.entries(capacity).map(([role, service]) => capacityCells(role, service)),
    ...contestants.flatMap(({ name, own }) =>
      Object.entries(own.capacity).map(([role, service]) => capacityCells(`${name}: ${role}`, service)),
    ),
  ]);

/** What the computing part of the work asks of the machine, where there is one. */
const processorLines = ({ processors }: Plan): readonly string[] => {
  if (processors === null) return [];
  const { ordered, available } = processors;
  const tooMuch = ordered > available ? '; that cannot be done, and queues will grow' : '';
  return [`  The work alone keeps ${ordered.toFixed(1)} of ${available} processors busy${tooMuch}`];
};

const ownLoadLines = ({ contestants }: Plan): string[] =>
  contestants.flatMap(({ name, own: { perSecond, warmUpMs, payload, requestsPerRound } }) => {
    const parts = [
      ...(perSecond === undefined
        ? []
        : [`${formatRate(perSecond)}, about ${requestsPerRound ?? 0} requests a round`]),
      ...(warmUpMs === undefined ? [] : [`warm-up ${formatDuration(warmUpMs)}`]),
      ...(payload === undefined ? [] : [`payload ${payloadText(payload)}`]),
    ];
    return parts.length === 0 ? [] : [`  ${name}: ${parts.join(' · ')}`];
  });

/** Whether a heading may promise the same for everybody. */
const forWhom = (differs: boolean): string =>
  differs ? 'for every contestant without its own' : 'the same for every contestant';

const loadLines = (plan: Plan): string[] => {
  const { load, requestsPerRound } = plan;
  const { arrivals, stages, warmUpMs, drainMs, patienceMs, declined, payload, saturate, trace } = load;
  const rates = stages.map(stageText);
  const length = formatDuration(lengthOf(stages));
  const what =
    saturate === null
      ? trace === undefined
        ? `${arrivals} arrivals, ${rates.join(', then ')}: about ${requestsPerRound} requests a round`
        : `arrivals of ${trace.file}${trace.speed === 1 ? '' : ` at ${trace.speed} times its speed`}${trace.loop ? ', over and over' : ''}: ${trace.dueAt.length} requests in ${length}, warm-up at their mean rate`
      : `closed loop with ${saturate.connections} connections for ${length}`;
  return [
    `  ${what}`,
    `  warm-up ${formatDuration(warmUpMs)} · drain at most ${formatDuration(drainMs)} · patience ${formatDuration(patienceMs)} · declined ${formatShare(declined)}${payload === undefined ? '' : ` · payload ${payloadText(payload)}`}`,
    ...ownLoadLines(plan),
  ];
};

/** `a, b and c`. */
const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)!}`;

/** Who is not affected by an injection, and why; those of the same reason together. */
const untouchedLines = ({ untouched, contestants }: Plan, fault: string): string[] => {
  const byReason = new Map<string, Plan['untouched'][number][]>();
  for (const one of untouched.filter((item) => item.fault === fault)) {
    const reason = `${one.chance ?? ''} ${one.why}`;
    byReason.set(reason, [...(byReason.get(reason) ?? []), one]);
  }
  return [...byReason.values()].map((same) => {
    const { chance, why } = same[0]!;
    const names = listed(same.map(({ contestant }) => contestant));
    const isAll = same.length === contestants.length;
    if (chance === null) return `    may affect nobody${isAll ? '' : ` of ${names}`}: ${why}`;
    if (chance === 1) return `    affects nobody${isAll ? '' : ` of ${names}`}: ${why}`;
    return `    may affect nobody${isAll ? '' : ` of ${names}`}, in ${chance > 0.995 ? 'nearly all' : formatShare(Math.round(chance * 100) / 100)} of the rounds: ${why}`;
  });
};

const faultLines = (plan: Plan): string[] =>
  plan.faults.flatMap(({ id, type, target, atMs, forMs, settings }) => {
    const shape: Readonly<Record<string, z.core.$ZodType>> = knownFaults.get(type)?.settings.shape ?? {};
    const more = Object.entries(settings).map(([key, value]) => ` ${key} ${settingText(shape[key], value)}`);
    return [
      `  ${formatDuration(atMs)} to ${formatDuration(atMs + forMs)}: ${type} ${target}${more.length > 0 ? `,${more.join(',')}` : ''}`,
      ...untouchedLines(plan, id),
    ];
  });

/** A span of times as a scenario writes it: one duration, or the median and what one in a hundred exceeds. */
const workText = ({ medianMs, p99Ms, cpuMs }: WorkTime): string => {
  const waits =
    medianMs === p99Ms
      ? formatDuration(medianMs)
      : `median ${formatDuration(medianMs)}, p99 ${formatDuration(p99Ms)}`;
  return cpuMs === undefined ? waits : `${waits}, ${formatDuration(cpuMs)} of a processor`;
};

/** Who outside is asked, and how it answers. */
const partyLines = ({ parties }: Plan): readonly string[] =>
  parties.map(({ name, step, work, perSecond, errors, timeoutMs }) => {
    const most = perSecond === null ? '' : ` · takes on ${formatRate(perSecond)} at most`;
    return `  ${name}: asked by ${step}, answers in ${workText(work)}${most} · fails ${formatShare(errors)} · time-out ${formatDuration(timeoutMs)}`;
  });

/** The steps of a workflow that is not the usual one, each with what it waits for and what takes it back. */
const workflowLines = ({ workflow: { isUsual, name, title, steps } }: Plan): readonly string[] =>
  isUsual
    ? []
    : [
        `  ${name}: ${title}`,
        ...steps.map(({ name, service, after, undo, optional }) => {
          const parts = [
            `${name} in ${service}`,
            ...(after.length === 0 ? [] : [`after ${after.join(' and ')}`]),
            ...(undo === null ? [] : [`undone by ${undo}`]),
            ...(optional ? ['optional'] : []),
          ];
          return `    ${parts.join(', ')}`;
        }),
      ];

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines];

/** How the contestants come under load, where that is not one after the other. */
const measureLines = ({ measure }: Plan): readonly string[] =>
  measure === 'slices'
    ? [
        'Measured in slices: all contestants are up and take turns under load, in an order drawn by lot; a round is one start of all.',
      ]
    : [];

/** The plan for people. */
export const renderPlan = (plan: Plan, known: KnownStyles = styles): string => {
  const { least, most } = plan.estimatedMs;
  return `${[
    `${plan.scenario}: ${plan.title}`,
    plan.claim,
    ...section('Workflow', workflowLines(plan)),
    ...section('Contestants', contestantLines(plan, known)),
    ...section(
      `Capacity, ${forWhom(plan.contestants.some(({ own }) => Object.keys(own.capacity).length > 0))}`,
      [...capacityLines(plan), ...processorLines(plan)],
    ),
    ...section(`Load, ${forWhom(ownLoadLines(plan).length > 0)}`, loadLines(plan)),
    ...section('Parties outside', partyLines(plan)),
    ...section('Faults, from the end of the warm-up', faultLines(plan)),
    ...section(
      'Hypotheses',
      plan.hypotheses.map((text) => `  ${text}`),
    ),
    ...section(
      'Budgets',
      plan.budgets.map((text) => `  ${text}`),
    ),
    '',
    ...measureLines(plan),
    `${plan.rounds} round${plan.rounds === 1 ? '' : 's'} of each: about ${formatDuration(least)}, at most ${formatDuration(most)}`,
  ].join('\n')}\n`;
};
