import type { FaultRecord } from '../result/observations.ts';
import type { RoundResult } from '../result/round.ts';
import type { RunResult } from '../result/run.ts';
import { median } from '../shared/median.ts';
import { lengthOf } from '../shared/stages.ts';
import { countFact, momentFact, sumFact, windowOf } from './facts.ts';
import { showMoment } from './format.ts';
import { contestantNames, figuresOf } from './medians.ts';
import {
  claim,
  claimed,
  type Fact,
  holds,
  joinPhrases,
  named,
  noPhrase,
  type Phrase,
  phrase,
} from './phrases.ts';

/** Contestants that met outages whose lengths differ by more than this share did not meet the same one. */
const alike = 0.1;

/** One planned fault as a contestant met it, over its rounds; ms from the end of the warm-up. */
export interface MetFault {
  readonly contestant: string;
  /** false: the contestant has no such part. */
  readonly applies: boolean;
  /** Medians over the rounds; null: it was never injected, or never cleared. */
  readonly struckAt: number | null;
  readonly liftedAt: number | null;
  readonly lastedMs: number | null;
}

const middle = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : median(known);
};

const met = (contestant: string, records: readonly FaultRecord[]): MetFault => {
  const own = records.filter(({ applies }) => applies);
  return {
    contestant,
    applies: own.length > 0,
    struckAt: middle(own.map(({ struckAt }) => struckAt)),
    liftedAt: middle(own.map(({ liftedAt }) => liftedAt)),
    lastedMs: middle(
      own.map(({ struckAt, liftedAt }) =>
        struckAt === null || liftedAt === null ? null : liftedAt - struckAt,
      ),
    ),
  };
};

/** Each fault of the scenario with what became of it, in the order of the plan; records stand in that order too. */
export const metFaults = (
  result: RunResult,
): readonly { readonly name: string; readonly met: readonly MetFault[] }[] =>
  result.scenario.faults.map(({ type, target }, index) => ({
    name: `${type} ${target}`,
    met: contestantNames(result).map((contestant) =>
      met(
        contestant,
        figuresOf(result, contestant).rounds.flatMap(({ faults }) => faults[index] ?? []),
      ),
    ),
  }));

/** `5.0–10.2 s`: from the actual injection to the actual recovery. */
export const showMet = ({ applies, struckAt, liftedAt }: MetFault): string => {
  if (!applies) return 'no such part';
  if (struckAt === null) return 'never injected';
  if (liftedAt === null) return `from ${showMoment(struckAt)}, not cleared`;
  return `${(struckAt / 1_000).toFixed(1)}–${showMoment(liftedAt)}`;
};

/** One sentence for each fault that could not be as the scenario has it, and was planned otherwise for all contestants alike. */
export const changedPlans = (result: RunResult): readonly Phrase[] =>
  result.scenario.faults.flatMap(({ type, target, ...written }, index) => {
    const { plannedAt = written.atMs, plannedForMs = written.forMs } = result.rounds[0]?.faults[index] ?? {};
    const fact = (metric: string, ms: number): Fact =>
      momentFact({ contestant: null, metric: `faults[${index}].${metric}`, window: 'run' }, ms);
    const [at, lasting] = [fact('plannedAt', plannedAt), fact('plannedForMs', plannedForMs)];
    const longer = claim('longer', lasting, '>', fact('forMs', written.forMs));
    const later = claim('later', at, '>', fact('atMs', written.atMs));
    const what = phrase`The fault ${named(`${type} ${target}`)} was planned`;
    return [
      ...(holds(longer)
        ? [
            phrase`${what} to last ${lasting}, ${claimed(longer)} than the ${fact('forMs', written.forMs)} of the scenario, so that the broker is back by then for each contestant.`,
          ]
        : []),
      ...(holds(later)
        ? [
            phrase`${what} at ${at}, ${claimed(later)} than the ${fact('atMs', written.atMs)} of the scenario, when the one before it is over.`,
          ]
        : []),
    ];
  });

/** One sentence for each fault that was much longer for some contestants than for others; they are no equals then. */
export const unlikeExposures = (result: RunResult): readonly Phrase[] =>
  metFaults(result).flatMap(({ name, met: all }, index) => {
    const lasted = all.flatMap(({ contestant, lastedMs }) =>
      lastedMs === null
        ? []
        : [momentFact({ contestant, metric: `faults[${index}].lastedMs`, window: 'run' }, lastedMs)],
    );
    const byLength = lasted.toSorted((a, b) => a.value - b.value);
    const [shortest, longest] = [byLength[0], byLength.at(-1)];
    if (shortest === undefined || longest === undefined) return [];
    const unlike = claim('is not compared as equals', longest, '>', shortest, 1 + alike);
    if (!holds(unlike)) return [];
    const each = lasted.map((fact) => phrase`${fact} for ${named(fact.contestant ?? '')}`);
    return [
      phrase`The fault ${named(name)} lasted ${joinPhrases(each)}: what it cost them ${claimed(unlike)}.`,
    ];
  });

/** The last clearing of a round, as far as it came after the end of the load; why nothing was due after it. */
const whyEmpty = (round: RoundResult, endMs: number): Phrase | null => {
  const injected = round.faults.filter(({ applies, struckAt }) => applies && struckAt !== null);
  const late = injected.reduce<FaultRecord | null>(
    (last, fault) => ((fault.liftedAt ?? Infinity) > (last?.liftedAt ?? -1) ? fault : last),
    null,
  );
  if (late === null) return null;
  if (late.liftedAt === null)
    return phrase`the fault ${named(`${late.type} ${late.target}`)} was not cleared`;
  const what = named(late.target === 'broker' ? 'the broker' : late.target);
  const place = { contestant: round.contestant, metric: 'faults.afterLoadMs', window: windowOf(round) };
  const after = momentFact(place, late.liftedAt - endMs);
  const tooLate = claim('after the load had ended', after, '>=', 0);
  return holds(tooLate) ? phrase`${what} came back ${after} ${claimed(tooLate)}` : null;
};

/** Why no request was due after a fault, for each contestant whose load had ended by the recovery. */
export const emptyAfter = (result: RunResult): readonly Phrase[] => {
  const endMs = lengthOf(result.scenario.load.stages);
  return contestantNames(result).flatMap((name) => {
    const { rounds } = figuresOf(result, name);
    const empty = rounds.filter(
      ({ phases }) => phases.during.windows.length > 0 && phases.after.windows.length === 0,
    );
    const [first] = empty;
    const why = first === undefined ? null : whyEmpty(first, endMs);
    if (first === undefined || why === null) return [];
    const place = { contestant: name, window: 'run' };
    const whole = countFact({ ...place, metric: 'rounds' }, rounds.length);
    const some = countFact({ ...place, metric: 'rounds.emptyAfter' }, empty.length, 'round');
    const nothingDue = claim('Nothing', sumFact(result, name, 'sent', 'after'), '=', 0);
    const which = countFact({ ...place, metric: 'round', window: windowOf(first) }, first.round);
    const where = rounds.length === 1 ? noPhrase : phrase` (round ${which})`;
    return rounds.length === empty.length && holds(nothingDue)
      ? [phrase`${claimed(nothingDue)} of ${named(name)} was due after the fault: ${why}${where}.`]
      : [
          phrase`In ${some} of ${whole} no request of ${named(name)} was due after the fault: ${why}${where}.`,
        ];
  });
};
