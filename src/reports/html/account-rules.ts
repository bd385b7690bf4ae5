import type { FaultRecord } from '../../result/observations.ts';
import type { RoundResult } from '../../result/round.ts';
import type { RunResult } from '../../result/run.ts';
import { countFact, medianFact, momentFact, sumFact, windowOf, withNoun } from '../facts.ts';
import { contestantNames, drawnRounds, figuresOf, hasFault } from '../medians.ts';
import { claim, claimed, holds, joinPhrases, named, noPhrase, type Phrase, phrase } from '../phrases.ts';
import { delayed, firstInjection, perContestant, type Rule, type Sentence } from './sentence.ts';

/** A rate within this share of the one offered counts as kept up. */
const keptUp = 0.9;

/** Contestants of which nothing can be said. */
export const notEnough: Rule = (result) =>
  contestantNames(result)
    .filter((name) => !figuresOf(result, name).valid)
    .map((name) => {
      const valid = countFact({ contestant: name, metric: 'rounds.valid', window: 'run' }, 0);
      const none = claim('no round of it is whole and valid', valid, '=', 0);
      return {
        ...phrase`Not enough evidence about ${named(name)}: ${claimed(none)}.`,
        chart: 'validity',
        atMs: null,
        source: 'rounds[].valid',
      };
    });

/** A contestant that answers, perhaps, but brings nothing to its end. */
export const nothingDone: Rule = perContestant((result, name) => {
  const of = (key: 'sent' | 'completed' | 'failed' | 'lost') => sumFact(result, name, key, 'all');
  const none = claim('completed none', of('completed'), '=', 0);
  const sent = withNoun(of('sent'), 'request');
  if (!holds(none) || sent.value === 0) return [];
  return [
    {
      ...phrase`${named(name)} ${claimed(none)} of its ${sent}: ${of('failed')} failed, ${of('lost')} were lost.`,
      chart: 'outcomes',
      atMs: null,
      source: 'rounds[].outcomes.completed',
    },
  ];
});

const injectedIn = (round: RoundResult, fault: FaultRecord | undefined, index: number): Phrase => {
  const who = named(round.contestant);
  if (fault?.applies !== true) return phrase`it does not apply to ${who}`;
  if (fault.struckAt === null) return phrase`it did not injection ${who}`;
  const place = (metric: string) => ({
    contestant: round.contestant,
    metric: `faults[${index}].${metric}`,
    window: windowOf(round),
  });
  const injected = momentFact(place('struckAt'), fault.struckAt);
  const clearing =
    fault.liftedAt === null
      ? phrase`and was not cleared`
      : phrase`to ${momentFact(place('liftedAt'), fault.liftedAt)}`;
  return phrase`${who} from ${injected} ${clearing}`;
};

/** When each fault was really injected and cleared, per contestant. Records stand in the order of the plan. */
export const faultTimes: Rule = (result) => {
  const rounds = drawnRounds(result);
  return result.scenario.faults.flatMap(({ type, target }, index) => {
    const records = rounds.map((round) => ({ round, fault: round.faults[index] }));
    const struckAt = records.find(({ fault }) => fault?.applies === true && fault.struckAt !== null)?.fault
      ?.struckAt;
    if (struckAt === undefined || struckAt === null) return [];
    const times = records.map(({ round, fault }) => injectedIn(round, fault, index));
    return [
      {
        ...phrase`The fault “${named(`${type} ${target}`)}” was in force: ${joinPhrases(times)}.`,
        chart: 'latency',
        atMs: struckAt,
        source: 'rounds[].faults[]',
      },
    ];
  });
};

/** What is no effect of the fault: that it was so before. */
const alreadyBefore = (result: RunResult, name: string): Phrase => {
  const accepted = medianFact(result, name, 'rate.accepted', 'before');
  const offered = medianFact(result, name, 'rate.offered', 'before');
  if (accepted === null || offered === null) return noPhrase;
  const already = claim('already before it', accepted, '<', offered, keptUp);
  return holds(already) ? phrase`, and ${claimed(already)} ${accepted} of ${offered}` : noPhrase;
};

/** Whether the front door stayed open while the fault lasted: what was accepted of what was offered in the same time. */
export const accepting: Rule = perContestant((result, name, round) => {
  const accepted = medianFact(result, name, 'rate.accepted', 'during');
  const offered = medianFact(result, name, 'rate.offered', 'during');
  if (accepted === null || offered === null || offered.value === 0) return [];
  const on = claim('went on accepting', accepted, '>=', offered, keptUp);
  const less = claim('accepted less than was offered', accepted, '<', offered, keptUp);
  const rates = phrase`${accepted} of the ${offered} offered during the fault`;
  const later = medianFact(result, name, 'rate.carriedOut.accepted', 'during');
  const afterwards =
    later === null || later.value === 0
      ? noPhrase
      : phrase`; ${later} of these were accepted when it was over`;
  const said = holds(on)
    ? phrase`${named(name)} ${claimed(on)}: ${rates}${afterwards}.`
    : phrase`While the fault lasted ${named(name)} ${claimed(less)}: ${rates}${afterwards}${alreadyBefore(result, name)}.`;
  const source = 'rounds[].phases.during.rates.accepted';
  return [{ ...said, chart: 'rates', atMs: firstInjection(round), source }];
});

const fateDuring = (result: RunResult, name: string): Phrase | null => {
  const of = (key: 'sent' | 'failed' | 'lost') => sumFact(result, name, key, 'during');
  const [sent, failed, lost] = [withNoun(of('sent'), 'request'), of('failed'), of('lost')];
  if (sent.value === 0) return null;
  const due = phrase`Of the ${sent} due during the fault`;
  const none = [claim('failed', failed, '=', 0), claim('and lost none', lost, '=', 0)] as const;
  return none.every(holds)
    ? phrase`${due}, ${named(name)} ${claimed(none[0])} ${claimed(none[1])}.`
    : phrase`${due}, ${named(name)} failed ${failed} (told so, and without a payment in the end) and lost ${lost} (nobody was told the truth).`;
};

/** What became of the requests that were due during the fault. */
export const duringFault: Rule = perContestant((result, name, round) => {
  const fate = fateDuring(result, name);
  if (fate === null) return [];
  const source = 'rounds[].phases.during.outcomes';
  const outcome: Sentence = { ...fate, chart: 'outcomes', atMs: null, source };
  const before = medianFact(result, name, 'completed.p50', 'before');
  const during = medianFact(result, name, 'completed.p50', 'during');
  if (before === null || during === null) return [outcome];
  const slow = claim('delayed what it did not fail', during, '>', before, delayed);
  if (!holds(slow)) return [outcome];
  const delay: Sentence = {
    ...phrase`${named(name)} ${claimed(slow)}: the median of the requests due during the fault took ${during} to complete, against ${before} before it.`,
    chart: 'latency',
    atMs: firstInjection(round),
    source: 'rounds[].phases.during.completed.p50',
  };
  return [outcome, delay];
});

/** Where being accepted and being done are far apart without any fault. */
export const acceptedIsNotDone: Rule = perContestant((result, name) => {
  const phase = hasFault(result) ? 'before' : 'all';
  const accepted = medianFact(result, name, 'accepted.p50', phase);
  const completed = medianFact(result, name, 'completed.p50', phase);
  if (accepted === null || completed === null) return [];
  const apart = claim('accepted is not done', completed, '>', accepted, delayed);
  if (!holds(apart)) return [];
  const when = phase === 'before' ? phrase` before the fault` : noPhrase;
  return [
    {
      ...phrase`${named(name)} accepts within ${accepted} (median) what it takes ${completed} to complete${when}: ${claimed(apart)}.`,
      chart: 'latency',
      atMs: null,
      source: `rounds[].phases.${phase}.accepted.p50`,
    },
  ];
});
