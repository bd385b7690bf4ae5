import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import type { PhaseFigures } from './figures.ts';
import type { Samples } from './observations.ts';
import { outcomeClasses } from './outcomes.ts';
import type { RoundResult } from './round.ts';
import type { RunResult } from './run.ts';

/** Names are keys of records elsewhere: one that every object has would find what is not there. */
const isName = (name: string): boolean => name.trim() !== '' && !(name in Object.prototype);

const namesIn = ({ scenario }: RunResult): readonly string[] => {
  const seen = new Set<string>();
  return scenario.contestants.flatMap(({ name }, index) => {
    const at = `scenario.contestants.${index}.name`;
    if (!isName(name)) return [`${at}: ${JSON.stringify(name)} is no name for a contestant`];
    if (seen.has(name)) return [`${at}: ${JSON.stringify(name)} stands there twice`];
    seen.add(name);
    return [];
  });
};

const placesIn = ({ rounds, scenario }: RunResult): readonly string[] => {
  const known = new Set(scenario.contestants.map(({ name }) => name));
  const seen = new Set<string>();
  return rounds.flatMap(({ contestant, round, attempt }, index) => {
    const key = JSON.stringify([contestant, round, attempt]);
    if (!known.has(contestant))
      return [`rounds.${index}.contestant: the scenario has no contestant ${JSON.stringify(contestant)}`];
    if (seen.has(key))
      return [`rounds.${index}: attempt ${attempt} at round ${round} of ${contestant} stands there twice`];
    seen.add(key);
    return [];
  });
};

/** A round whose verdict is not that of its own laws. */
const lawsIn = ({ rounds }: RunResult): readonly string[] =>
  rounds.flatMap(({ valid, laws = [] }, index) => {
    const broken = laws.find(({ holds }) => holds === false);
    return valid && broken !== undefined
      ? [`rounds.${index}: is valid although its law ${JSON.stringify(broken.law)} is broken`]
      : [];
  });

/** `pendingCalls` is empty in results from before it was sampled. */
const samplesIn = (samples: Samples, at: string): readonly string[] => {
  const own = Object.entries(samples.processes).flatMap(
    ([name, { connections, inFlight, cpu, busy = null, waiting = null }]) =>
      Object.entries({ connections, inFlight, cpu, busy, waiting }).flatMap(([key, values]) =>
        values === null ? [] : [[`processes.${name}.${key}`, values] as const],
      ),
  );
  const { t, backlog, clientInFlight, pendingCalls } = samples;
  const series: readonly (readonly [string, readonly number[]])[] = [
    ['backlog', backlog],
    ['clientInFlight', clientInFlight],
    ...(pendingCalls.length === 0 ? [] : [['pendingCalls', pendingCalls] as const]),
    ...(samples.outbox === undefined ? [] : [['outbox', samples.outbox] as const]),
    ...Object.entries(samples.queues ?? {}).map(([role, values]) => [`queues.${role}`, values] as const),
    ...own,
  ];
  return series
    .filter(([, values]) => values.length !== t.length)
    .map(([key, values]) => `${at}.${key}: ${values.length} values for ${t.length} times`);
};

const ascends = (values: readonly number[]): boolean =>
  values.every((value, index) => index === 0 || value > values[index - 1]!);

const windowsIn = ([phase, { windows }]: readonly [string, PhaseFigures], at: string): readonly string[] =>
  windows.some(([from, to]) => to < from) ? [`${at}.phases.${phase}.windows: one ends before it begins`] : [];

/** Empty where nothing was recorded. */
const unpacks = (packed: string): boolean => {
  if (packed === '') return true;
  try {
    decodeFromCompressedBase64(packed);
    return true;
  } catch {
    return false;
  }
};

const histogramsIn = ({ histograms }: RoundResult, at: string): readonly string[] =>
  Object.entries(histograms).flatMap(([phase, { accepted, completed }]) =>
    unpacks(accepted) && unpacks(completed)
      ? []
      : [`${at}.histograms.${phase}: one of them cannot be unpacked`],
  );

const roundIn = (round: RoundResult, index: number): readonly string[] => {
  const { samples, timeline, dots, phases } = round;
  const at = `rounds.${index}`;
  const isClass = (one: number): boolean => Number.isInteger(one) && one >= 0 && one < outcomeClasses.length;
  return [
    ...histogramsIn(round, at),
    ...samplesIn(samples, `${at}.samples`),
    ...(ascends(timeline.map(({ t }) => t)) ? [] : [`${at}.timeline: its bins are not in the order of time`]),
    ...(dots.points.every(([, , one]) => isClass(one))
      ? []
      : [`${at}.dots.points: a class that there is not`]),
    ...Object.entries(phases).flatMap((phase) => windowsIn(phase, at)),
  ];
};

/**
 * What a document of the right shape says against itself, so that nobody who reads a result has to ask: contestants and
 * rounds named once, rounds of known contestants, series as long as their times. Each with the place in the document.
 */
export const contradictions = (result: RunResult): readonly string[] => [
  ...namesIn(result),
  ...placesIn(result),
  ...lawsIn(result),
  ...result.rounds.flatMap(roundIn),
];
