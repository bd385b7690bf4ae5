import type { RoundResult } from '../../result/round.ts';
import { bottleneckPhrases } from '../bottlenecks.ts';
import { openCircuits } from '../circuits.ts';
import { countFact, durationFact, medianFact, momentFact, windowOf } from '../facts.ts';
import { claim, claimed, holds, named, noPhrase, phrase, plainWords } from '../phrases.ts';
import { waitingNoun } from '../waiting.ts';
import { delayed, firstInjection, perContestant, type Rule, type Sentence } from './sentence.ts';

/** A queue shorter than this is not worth a sentence. */
const leastBacklog = 20;
/** Connections that rose by less than half did not rise for the fault's sake. */
const leastRise = 1.5;

const placeIn = (round: RoundResult, metric: string) => ({
  contestant: round.contestant,
  metric,
  window: windowOf(round),
});

/** When the last fault was cleared; null without a fault, or while one was never cleared. */
const lastClearing = ({ faults }: RoundResult): number | null => {
  const clearings = faults.flatMap(({ applies, struckAt, liftedAt }) =>
    applies && struckAt !== null ? [liftedAt] : [],
  );
  const known = clearings.filter((at) => at !== null);
  return known.length === 0 || known.length < clearings.length ? null : Math.max(...known);
};

const peakOf = (round: RoundResult, series: 'backlog' | 'pendingCalls') => {
  const values = round.samples[series];
  const value = values.reduce((high, one) => Math.max(high, one), 0);
  const atMs = round.samples.t[values.indexOf(value)] ?? 0;
  return { value, atMs, at: momentFact(placeIn(round, `samples.${series}.peakAt`), atMs) };
};

/** How much waited in queues, what was still owed, and when. */
export const backlog: Rule = perContestant((_result, name, round) => {
  const [messages, calls] = [peakOf(round, 'backlog'), peakOf(round, 'pendingCalls')];
  const sentences: Sentence[] = [];
  if (messages.value >= leastBacklog) {
    const most = countFact(placeIn(round, 'samples.backlog.peak'), messages.value);
    sentences.push({
      ...phrase`The work that ${named(name)} could not do yet waited: ${most} ${plainWords(waitingNoun(round))} at ${messages.at}.`,
      chart: 'rates',
      atMs: messages.atMs,
      source: 'rounds[].samples.backlog',
    });
  }
  if (calls.value >= leastBacklog) {
    const most = countFact(placeIn(round, 'samples.pendingCalls.peak'), calls.value, 'call');
    sentences.push({
      ...phrase`${named(name)} still owed ${most} at ${calls.at} that nobody waited for: refunds, and requests to be given up.`,
      chart: 'rates',
      atMs: calls.atMs,
      source: 'rounds[].samples.pendingCalls',
    });
  }
  return sentences;
});

/** What the contestant ran out of, by name. */
export const bottleneck: Rule = perContestant((result, _name, round) =>
  bottleneckPhrases(result, round).map((said) => ({
    ...said,
    chart: 'resources',
    atMs: null,
    source: 'rounds[].samples',
  })),
);

/** How long a circuit to a service was open in the measured time, as the services mark it. */
export const circuits: Rule = perContestant((_result, name, round) =>
  openCircuits(round).flatMap(({ callee, spans: all }) => {
    const spans = all.filter(({ to }) => to > 0);
    if (spans.length === 0) return [];
    const ms = spans.reduce((sum, { from, to }) => sum + to - Math.max(0, from), 0);
    const first = spans[0]?.from ?? 0;
    const place = (figure: string) => placeIn(round, `states.circuit:${callee}.${figure}`);
    const from = momentFact(place('from'), first);
    const early = claim('already before the end of the warm-up', from, '<', 0);
    const left = countFact(placeIn(round, 'statesLeft'), round.statesLeft ?? 0);
    const cut = claim('more than ', left, '>', 0);
    const atLeast = holds(cut) ? claimed(cut) : noPhrase;
    const when = holds(early) ? phrase`${claimed(early)}` : phrase`the first time at ${from}`;
    const sentence: Sentence = {
      ...phrase`The circuit of ${named(name)} to ${named(callee)} was open for ${atLeast}${durationFact(place('openMs'), ms)} in all, ${when}.`,
      chart: 'latency',
      atMs: Math.max(0, first),
      source: 'rounds[].states[]',
    };
    return [sentence];
  }),
);

/** Time from the clearing until completed p50 stays below twice what it was before, as far as later requests show it. */
export const catchUp: Rule = perContestant((result, name, round) => {
  const clearing = lastClearing(round);
  const before = medianFact(result, name, 'completed.p50', 'before');
  const during = medianFact(result, name, 'completed.p50', 'during');
  if (clearing === null || before === null || (during !== null && during.value < delayed * before.value))
    return [];
  const limit = delayed * before.value;
  const bins = round.timeline.filter(({ t, offered }) => t >= clearing && offered > 0);
  if (bins.length === 0) return [];
  // Too few requests for a figure are no sign of slowness; where nobody completed is one. Older results do not tell them apart.
  const slow = bins.findLastIndex(({ completedP50, never }) =>
    completedP50 === null ? (never?.includes('completedP50') ?? true) : completedP50 >= limit,
  );
  const back = bins.slice(slow + 1).find(({ completedP50 }) => completedP50 !== null);
  const source = 'rounds[].timeline[].completedP50';
  if (back === undefined)
    return [
      {
        ...phrase`${named(name)} was not seen back at its earlier pace before the load ended: not enough evidence of how long it takes.`,
        chart: 'latency',
        atMs: clearing,
        source,
      },
    ];
  const rest = bins.flatMap(({ t, completedP50 }) => (t >= back.t ? (completedP50 ?? []) : []));
  const slowest = durationFact(placeIn(round, `timeline.slowestP50 from ${back.t}`), Math.max(...rest));
  const twice = claim('with a median below twice that before the fault', slowest, '<', before, delayed);
  const took = durationFact(placeIn(round, 'timeline.caughtUpMs'), back.t - clearing);
  return [
    {
      ...phrase`${named(name)} had caught up ${took} after the fault was cleared: requests due from then on completed ${claimed(twice)}.`,
      chart: 'latency',
      atMs: back.t,
      source,
    },
  ];
});

/** Open connections before and after the fault was injected. */
export const connections: Rule = perContestant((_result, name, round) => {
  const from = firstInjection(round);
  if (from === null) return [];
  const { t, processes } = round.samples;
  const open = t.map((_unused, at) =>
    Object.values(processes).reduce((sum, one) => sum + (one.connections[at] ?? 0), 0),
  );
  const peakIn = (metric: string, wanted: (ms: number) => boolean) =>
    countFact(
      placeIn(round, metric),
      open.reduce((most, value, at) => (wanted(t[at] ?? 0) ? Math.max(most, value) : most), 0),
    );
  const before = peakIn('connections.before', (ms) => ms >= 0 && ms < from);
  const after = peakIn('connections.after', (ms) => ms >= from);
  const rose = claim('rose', after, '>=', before, leastRise);
  if (before.value === 0 || !holds(rose)) return [];
  return [
    {
      ...phrase`The open connections of ${named(name)}’s services ${claimed(rose)} from at most ${before} before the fault to at most ${after} after it was injected.`,
      chart: 'resources',
      atMs: from,
      source: 'rounds[].samples.processes',
    },
  ];
});
