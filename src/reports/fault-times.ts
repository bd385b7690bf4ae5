import type { FaultRecord, RunResult } from '../analysis/result.ts';
import { median } from '../analysis/statistics.ts';
import { contestantNames, evidenceOf } from './evidence.ts';
import { counted, listed, showMoment } from './format.ts';

/** Contestants that met outages whose lengths differ by more than this share did not meet the same one. */
const alike = 0.1;

/** One planned fault as a contestant met it, over its rounds; ms from the end of the warm-up. */
export interface MetFault {
  readonly contestant: string;
  /** false: the contestant has no such part. */
  readonly applies: boolean;
  /** Medians over the rounds; null: it never struck, or was never lifted. */
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
    ...{ contestant, applies: own.length > 0 },
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
        evidenceOf(result, contestant).rounds.flatMap(({ faults }) => faults[index] ?? []),
      ),
    ),
  }));

/** `5.0–10.2 s`: from the actual injection to the actual recovery. */
export const showMet = ({ applies, struckAt, liftedAt }: MetFault): string => {
  if (!applies) return 'no such part';
  if (struckAt === null) return 'never struck';
  if (liftedAt === null) return `from ${showMoment(struckAt)}, not lifted`;
  return `${(struckAt / 1_000).toFixed(1)}–${showMoment(liftedAt)}`;
};

/** One sentence for each fault that could not be as the scenario has it, and was planned otherwise for every contestant. */
export const changedPlans = (result: RunResult): readonly string[] =>
  result.scenario.faults.flatMap(({ type, target, atMs, forMs }, index) => {
    const { plannedAt = atMs, plannedForMs = forMs } = result.rounds[0]?.faults[index] ?? {};
    const longer =
      plannedForMs > forMs
        ? [
            `The fault ${type} ${target} was planned to last ${showMoment(plannedForMs)} instead of ${showMoment(forMs)} for every contestant, as long as a broker surely needs to come back.`,
          ]
        : [];
    const later =
      plannedAt > atMs
        ? [
            `The fault ${type} ${target} was planned at ${showMoment(plannedAt)} instead of ${showMoment(atMs)} for every contestant: it waits until the one before it is over.`,
          ]
        : [];
    return [...longer, ...later];
  });

/** One sentence for each fault that was much longer for some contestants than for others; they are no equals then. */
export const unlikeExposures = (result: RunResult): readonly string[] =>
  metFaults(result).flatMap(({ name, met: all }) => {
    const lasted = all.flatMap(({ contestant, lastedMs }) =>
      lastedMs === null ? [] : [{ contestant, lastedMs }],
    );
    const lengths = lasted.map(({ lastedMs }) => lastedMs);
    if (Math.max(...lengths) <= (1 + alike) * Math.min(...lengths)) return [];
    const each = lasted.map(({ contestant, lastedMs }) => `${showMoment(lastedMs)} for ${contestant}`);
    return [`The fault ${name} lasted ${listed(each)}: what it cost them is not compared as equals.`];
  });

/** Why no request was due after a fault, for each contestant whose load had ended by the recovery. */
export const emptyAfter = (result: RunResult): readonly string[] => {
  const endMs = result.scenario.load.stages.reduce((sum, { forMs }) => sum + forMs, 0);
  return contestantNames(result).flatMap((name) => {
    const { rounds } = evidenceOf(result, name);
    const empty = rounds.filter(
      ({ phases }) => phases.during.windows.length > 0 && phases.after.windows.length === 0,
    );
    const [first] = empty;
    if (first === undefined) return [];
    const struck = first.faults.filter(({ applies, struckAt }) => applies && struckAt !== null);
    const late = struck.reduce<FaultRecord | null>(
      (last, fault) => ((fault.liftedAt ?? Infinity) > (last?.liftedAt ?? -1) ? fault : last),
      null,
    );
    if (late === null) return [];
    const what = late.target === 'broker' ? 'the broker' : late.target;
    const why =
      late.liftedAt === null
        ? `the fault ${late.type} ${late.target} was not lifted`
        : `${what} came back ${((late.liftedAt - endMs) / 1_000).toFixed(1)} s after the load had ended`;
    const where =
      rounds.length === empty.length ? '' : ` in ${counted(empty.length, 'round')} of ${rounds.length}`;
    return [`Nothing of ${name} was due after the fault${where}: ${why}.`];
  });
};
