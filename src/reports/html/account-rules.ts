import type { FaultRecord, RoundResult, RunResult } from '../../analysis/result.ts';
import { addOutcomes } from '../../audit/totals.ts';
import { contestantNames, drawnRounds, evidenceOf, hasFault, medianOf } from '../evidence.ts';
import { counted, listed, showCount, showDuration, showMoment, showRate } from '../format.ts';
import { waitingNoun } from '../waiting.ts';

/** One sentence of the account, with the figure that it rests on and the place where it can be seen. */
export interface Sentence {
  readonly text: string;
  /** Id of a chart, or of a section of the page. */
  readonly chart: string;
  /** Moment in that chart, ms from the end of the warm-up; null: the whole of it. */
  readonly atMs: number | null;
  /** Where the number stands in `result.json`. */
  readonly source: string;
}

/** Gives the sentences whose condition holds; none where it does not apply. */
export type Rule = (result: RunResult) => readonly Sentence[];

/** A rate within this share of the one before the fault counts as kept up. */
const keptUp = 0.9;
/** A median this much longer than before the fault counts as delayed. */
const delayed = 2;
/** A wait or a queue shorter than this is not worth a sentence. */
const leastBacklog = 20;

const struck = (round: RoundResult): readonly (FaultRecord & { readonly struckAt: number })[] =>
  round.faults.flatMap((fault) =>
    fault.applies && fault.struckAt !== null ? [{ ...fault, struckAt: fault.struckAt }] : [],
  );

/** When the last fault was lifted; null without a fault, or while one was never lifted. */
const lastLift = (round: RoundResult): number | null => {
  const lifts = struck(round).map(({ liftedAt }) => liftedAt);
  const known = lifts.filter((at) => at !== null);
  return known.length === 0 || known.length < lifts.length ? null : Math.max(...known);
};

const perContestant =
  (say: (result: RunResult, name: string, round: RoundResult) => readonly Sentence[]): Rule =>
  (result) =>
    drawnRounds(result).flatMap((round) =>
      evidenceOf(result, round.contestant).valid ? say(result, round.contestant, round) : [],
    );

/** Contestants of which nothing can be said. */
export const notEnough: Rule = (result) =>
  contestantNames(result)
    .filter((name) => !evidenceOf(result, name).valid)
    .map((name) => ({
      text: `Not enough evidence about ${name}: no round of it is valid.`,
      ...{ chart: 'validity', atMs: null, source: 'rounds[].valid' },
    }));

/** A contestant that answers, perhaps, but brings nothing to its end. */
export const nothingDone: Rule = perContestant((result, name) => {
  const { sent, completed, failed, lost } = addOutcomes(
    evidenceOf(result, name).rounds.map(({ outcomes }) => outcomes),
  );
  if (completed > 0 || sent === 0) return [];
  return [
    {
      text: `${name} completed none of its ${counted(sent, 'request')}: ${showCount(failed)} failed, ${showCount(lost)} were lost.`,
      ...{ chart: 'outcomes', atMs: null, source: 'rounds[].outcomes.completed' },
    },
  ];
});

/** When each fault really struck and was lifted, per contestant. Records stand in the order of the plan. */
export const faultTimes: Rule = (result) => {
  const rounds = drawnRounds(result);
  return result.scenario.faults.flatMap(({ type, target }, index) => {
    const records = rounds.map((round) => ({ round, fault: round.faults[index] }));
    const struckAt = records.find(({ fault }) => fault?.applies === true && fault.struckAt !== null)?.fault
      ?.struckAt;
    if (struckAt === undefined || struckAt === null) return [];
    const times = records.flatMap(({ round, fault }) => {
      if (fault?.applies !== true) return [`it does not apply to ${round.contestant}`];
      if (fault.struckAt === null) return [`it never struck ${round.contestant}`];
      const lift = fault.liftedAt === null ? 'and was not lifted' : `to ${showMoment(fault.liftedAt)}`;
      return [`${round.contestant} from ${showMoment(fault.struckAt)} ${lift}`];
    });
    return [
      {
        text: `The fault “${type} ${target}” struck: ${listed(times)}.`,
        ...{ chart: 'latency', atMs: struckAt, source: 'rounds[].faults[]' },
      },
    ];
  });
};

/** What is no effect of the fault: that it was so before. */
const alreadyBefore = (result: RunResult, name: string): string => {
  const accepted = medianOf(result, name, 'rate.accepted', 'before');
  const offered = medianOf(result, name, 'rate.offered', 'before');
  if (typeof accepted !== 'number' || typeof offered !== 'number' || accepted >= keptUp * offered) return '';
  return `, and already before it ${showRate(accepted)} of ${showRate(offered)}`;
};

/** Whether the front door stayed open while the fault lasted. */
export const accepting: Rule = perContestant((result, name, round) => {
  const accepted = medianOf(result, name, 'rate.accepted', 'during');
  const offered = medianOf(result, name, 'rate.offered', 'during');
  if (typeof accepted !== 'number' || typeof offered !== 'number' || offered === 0) return [];
  const rates = `${showRate(accepted)} of the ${showRate(offered)} offered during the fault`;
  const text =
    accepted >= keptUp * offered
      ? `${name} went on accepting: ${rates}.`
      : `${name} accepted less than was offered: ${rates}${alreadyBefore(result, name)}.`;
  const atMs = struck(round)[0]?.struckAt ?? null;
  return [{ text, chart: 'rates', atMs, source: 'rounds[].phases.during.rates.accepted' }];
});

/** What became of the requests that were due during the fault. */
export const duringFault: Rule = perContestant((result, name, round) => {
  const windows = evidenceOf(result, name).rounds.filter(({ phases }) => phases.during.windows.length > 0);
  const { sent, failed, lost } = addOutcomes(windows.map(({ phases }) => phases.during.outcomes));
  if (sent === 0) return [];
  const due = `Of the ${counted(sent, 'request')} due during the fault`;
  const atMs = struck(round)[0]?.struckAt ?? null;
  const outcome: Sentence = {
    text:
      failed + lost === 0
        ? `${due}, ${name} failed and lost none.`
        : `${due}, ${name} failed ${showCount(failed)} (told so, owing nothing) and lost ${showCount(lost)} (nobody was told the truth).`,
    ...{ chart: 'outcomes', atMs: null, source: 'rounds[].phases.during.outcomes' },
  };
  const before = medianOf(result, name, 'completed.p50', 'before');
  const during = medianOf(result, name, 'completed.p50', 'during');
  if (typeof before !== 'number' || typeof during !== 'number' || during < delayed * before) return [outcome];
  const delay: Sentence = {
    text: `${name} delayed what it did not fail: half of the requests due during the fault completed within ${showDuration(during)}, against ${showDuration(before)} before it.`,
    ...{ chart: 'latency', atMs, source: 'rounds[].phases.during.completed.p50' },
  };
  return [outcome, delay];
});

/** How much waited in queues, what was still owed, and when. */
export const backlog: Rule = perContestant((_result, name, round) => {
  const { backlog: queued, pendingCalls, t } = round.samples;
  const most = (values: readonly number[]): { readonly value: number; readonly atMs: number } => {
    const value = values.reduce((high, one) => Math.max(high, one), 0);
    return { value, atMs: t[values.indexOf(value)] ?? 0 };
  };
  const [messages, calls] = [most(queued), most(pendingCalls)];
  return [
    ...(messages.value < leastBacklog
      ? []
      : [
          {
            text: `The work that ${name} could not do yet waited: ${showCount(messages.value)} ${waitingNoun(round)} at ${showMoment(messages.atMs)}.`,
            ...{ chart: 'rates', atMs: messages.atMs, source: 'rounds[].samples.backlog' },
          },
        ]),
    ...(calls.value < leastBacklog
      ? []
      : [
          {
            text: `${name} still owed ${counted(calls.value, 'call')} at ${showMoment(calls.atMs)} that nobody waited for: refunds, and requests to be given up.`,
            ...{ chart: 'rates', atMs: calls.atMs, source: 'rounds[].samples.pendingCalls' },
          },
        ]),
  ];
});

/** How long the circuit to a service was open, as the services mark it. */
export const circuits: Rule = perContestant((_result, name, round) => {
  const open = round.states.filter((state) => state.name.startsWith('circuit:'));
  return [...new Set(open.map((state) => state.name))].map((state) => {
    const spans = open.filter((one) => one.name === state);
    const endMs = round.samples.t.at(-1) ?? 0;
    const ms = spans.reduce((sum, { from, until }) => sum + Math.max(0, (until ?? endMs) - from), 0);
    const atMs = Math.min(...spans.map(({ from }) => from));
    return {
      text: `The circuit of ${name} to ${state.slice('circuit:'.length)} was open for ${showDuration(ms)} in all, the first time at ${showMoment(atMs)}.`,
      ...{ chart: 'latency', atMs, source: 'rounds[].states[]' },
    };
  });
});

/** Time from the lift until completed p50 stays below twice what it was before. */
export const catchUp: Rule = perContestant((result, name, round) => {
  const lift = lastLift(round);
  const before = medianOf(result, name, 'completed.p50', 'before');
  const during = medianOf(result, name, 'completed.p50', 'during');
  if (lift === null || typeof before !== 'number') return [];
  if (during !== 'never' && (during ?? 0) < delayed * before) return [];
  const limit = delayed * before;
  const bins = round.timeline.filter(({ t, offered }) => t >= lift && offered > 0);
  // Too few requests for a figure are no sign of slowness; where nobody completed is one. Older results do not tell them apart.
  const slow = bins.findLastIndex(({ completedP50, never }) =>
    completedP50 === null ? (never?.includes('completedP50') ?? true) : completedP50 > limit,
  );
  const back = bins[slow + 1];
  const source = 'rounds[].timeline[].completedP50';
  if (back === undefined)
    return [
      {
        text: `${name} was not back to its earlier pace before the load ended: not enough evidence of how long it takes.`,
        ...{ chart: 'latency', atMs: lift, source },
      },
    ];
  return [
    {
      text: `${name} had caught up ${showDuration(Math.max(0, back.t - lift))} after the lift: requests due from then on completed with a median below twice that before the fault.`,
      ...{ chart: 'latency', atMs: back.t, source },
    },
  ];
});

/** Open connections before and after the fault struck. */
export const connections: Rule = perContestant((_result, name, round) => {
  const from = struck(round)[0]?.struckAt;
  const { t, processes } = round.samples;
  if (from === undefined) return [];
  const open = t.map((_unused, at) =>
    Object.values(processes).reduce((sum, one) => sum + (one.connections[at] ?? 0), 0),
  );
  const peakIn = (wanted: (ms: number) => boolean): number =>
    open.reduce((most, value, at) => (wanted(t[at] ?? 0) ? Math.max(most, value) : most), 0);
  const [before, after] = [peakIn((ms) => ms >= 0 && ms < from), peakIn((ms) => ms >= from)];
  if (before === 0 || after < 1.5 * before) return [];
  return [
    {
      text: `The open connections of ${name}’s services rose from at most ${showCount(before)} before the fault to at most ${showCount(after)} after it had struck.`,
      ...{ chart: 'resources', atMs: from, source: 'rounds[].samples.processes' },
    },
  ];
});

/** Where being accepted and being done are far apart without any fault. */
export const acceptedIsNotDone: Rule = perContestant((result, name) => {
  const phase = hasFault(result) ? 'before' : 'all';
  const accepted = medianOf(result, name, 'accepted.p50', phase);
  const completed = medianOf(result, name, 'completed.p50', phase);
  if (typeof accepted !== 'number' || typeof completed !== 'number' || completed < delayed * accepted)
    return [];
  return [
    {
      text: `${name} accepts within ${showDuration(accepted)} (median) what it takes ${showDuration(completed)} to complete${phase === 'before' ? ' before the fault' : ''}: accepted is not done.`,
      ...{ chart: 'latency', atMs: null, source: `rounds[].phases.${phase}.accepted.p50` },
    },
  ];
});
