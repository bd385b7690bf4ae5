import { bootstrapMedian } from '../../src/analysis/statistics.ts';
import type { Fact } from '../../src/reports/phrases.ts';
import type { PhaseName } from '../../src/result/figures.ts';
import type { RoundResult } from '../../src/result/round.ts';
import type { RunResult } from '../../src/result/run.ts';

/** The figure that a fact names, worked out from the rounds once more and in another way than the reports do it. */

const shownRounds = ({ rounds }: RunResult, name: string): readonly RoundResult[] => {
  const own = rounds.filter(({ contestant }) => contestant === name);
  const last = own.filter(
    (round) => !own.some((other) => other.round === round.round && other.attempt > round.attempt),
  );
  const counting = last.filter(({ valid, partial }) => valid && !partial);
  return counting.length > 0 ? counting : last;
};

const countingOf = (result: RunResult, name: string): readonly RoundResult[] =>
  shownRounds(result, name).filter(({ valid, partial }) => valid && !partial);

const middle = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
};

const isPhase = (window: string): window is PhaseName =>
  ['before', 'during', 'after', 'all'].includes(window);

/** A figure of one round; Infinity for never, null where there is none. */
const inRound = ({ phases }: RoundResult, metric: string, phase: PhaseName): number | null => {
  const figures = phases[phase];
  const [milestone, rank] = metric.split('.');
  if (metric === 'rate.carriedOut.accepted') return figures.rates.carriedOut?.accepted ?? null;
  if (milestone === 'resolution') return figures.completed.answers[rank as 'p50'];
  if (milestone === 'rate') return figures.rates[rank as 'accepted'];
  const quantiles = figures[milestone as 'accepted' | 'completed'];
  return quantiles.never.includes(rank!) ? Number.POSITIVE_INFINITY : quantiles[rank as 'p50'];
};

const withPhase = (rounds: readonly RoundResult[], phase: PhaseName) =>
  rounds.filter(({ phases }) => phase === 'all' || phases[phase].windows.length > 0);

const overRounds = (result: RunResult, name: string, metric: string, phase: PhaseName): number => {
  const rounds = withPhase(shownRounds(result, name), phase);
  if (!metric.includes('.')) {
    const key = metric as 'sent';
    return rounds.reduce(
      (sum, round) => sum + (phase === 'all' ? round.outcomes : round.phases[phase].outcomes)[key],
      0,
    );
  }
  return middle(rounds.flatMap((round) => inRound(round, metric, phase) ?? []));
};

const reached = (result: RunResult, name: string, metric: string, phase: PhaseName) =>
  countingOf(result, name)
    .filter(({ phases }) => phases[phase].windows.length > 0)
    .flatMap((round) => inRound(round, metric, phase) ?? []);

/** Geometric mean of b/a over the rounds that both have. */
const ratioOf = (result: RunResult, metric: string, [b, a]: readonly string[]): number => {
  const [name, phase] = metric.split(' ') as [string, PhaseName];
  const logs = countingOf(result, a!).flatMap((one) => {
    const other = countingOf(result, b!).find(({ round }) => round === one.round);
    if (other === undefined || one.phases[phase].windows.length * other.phases[phase].windows.length === 0)
      return [];
    const [left, right] = [inRound(one, name, phase), inRound(other, name, phase)];
    return left === null || right === null ? [] : [left === right ? 0 : Math.log(right / left)];
  });
  return Math.exp(logs.reduce((sum, value) => sum + value, 0) / logs.length);
};

const comparison = (result: RunResult, metric: string, window: string): number => {
  const [, side, what] = /^comparisons\.(\w+) (.*)$/.exec(metric)!;
  const pair = window.split(' against ');
  if (side === 'ratio') return ratioOf(result, what!, pair);
  return result.summary.comparisons.find(
    (one) => one.metric === what && one.b === pair[0] && one.a === pair[1],
  )![side as 'low' | 'high']!;
};

const loadEndMs = ({ scenario }: RunResult): number =>
  scenario.load.stages.map(({ forMs }) => forMs).reduce((a, b) => a + b, 0);

/** Sums the millisecond ranges in which any of the spans is open: counted at the edges, not merged. */
const coveredMs = (spans: readonly { from: number; to: number }[]): number => {
  const edges = [...new Set(spans.flatMap(({ from, to }) => [from, to]))].toSorted((a, b) => a - b);
  return edges.slice(1).reduce((sum, edge, index) => {
    const before = edges[index]!;
    return spans.some(({ from, to }) => from <= before && to >= edge) ? sum + edge - before : sum;
  }, 0);
};

const circuit = (round: RoundResult, metric: string): number => {
  const [, name, figure] = /^states\.(.*)\.(openMs|from)$/.exec(metric)!;
  const end = round.samples.t.at(-1) ?? 0;
  const spans = round.states
    .filter((state) => state.name === name)
    .map(({ from, until }) => ({ from, to: until ?? end }))
    .filter(({ from, to }) => to > from);
  const measured = spans.filter(({ to }) => to > 0);
  if (figure === 'from') {
    // One that ends where another begins is the same opening.
    let first = Math.min(...measured.map(({ from }) => from));
    for (const { from, to } of spans.toSorted((a, b) => b.to - a.to))
      if (from < first && to >= first) first = from;
    return first;
  }
  return coveredMs(measured.map(({ from, to }) => ({ from: Math.max(0, from), to })));
};

const connections = (round: RoundResult, side: string): number => {
  const { t, processes } = round.samples;
  const injection = round.faults.find(({ applies, struckAt }) => applies && struckAt !== null)!.struckAt!;
  const sums = t.flatMap((ms, at) => {
    const wanted = side === 'before' ? ms >= 0 && ms < injection : ms >= injection;
    return wanted ? [Object.values(processes).reduce((sum, one) => sum + (one.connections[at] ?? 0), 0)] : [];
  });
  return Math.max(0, ...sums);
};

const timeline = (result: RunResult, round: RoundResult, metric: string): number => {
  const clearing = Math.max(
    ...round.faults
      .filter(({ applies, struckAt }) => applies && struckAt !== null)
      .map(({ liftedAt }) => liftedAt!),
  );
  const limit = 2 * overRounds(result, round.contestant, 'completed.p50', 'before');
  const bins = round.timeline.filter(({ t, offered }) => offered > 0 && t >= clearing);
  const from = /^timeline\.slowestP50 from (.*)$/.exec(metric)?.[1];
  if (from !== undefined)
    return Math.max(
      ...bins.filter(({ t }) => t >= Number(from)).flatMap(({ completedP50 }) => completedP50 ?? []),
    );
  let back: number | null = null;
  for (const { t, completedP50, never } of bins) {
    const slow = completedP50 === null ? (never?.includes('completedP50') ?? true) : completedP50 >= limit;
    if (slow) back = null;
    else if (completedP50 !== null) back ??= t;
  }
  return back! - clearing;
};

const peakAt = (round: RoundResult, metric: string): number => {
  const [, series, figure] = /^samples\.(\w+)\.(\w+)$/.exec(metric)!;
  const values = round.samples[series as 'backlog'];
  const peak = Math.max(0, ...values);
  return figure === 'peak' ? peak : (round.samples.t[values.indexOf(peak)] ?? 0);
};

/** Sums the means of one series of a service's processes over the load, sample by sample. */
const bottleneck = (result: RunResult, round: RoundResult, metric: string): number => {
  const [, kind, figure, where] = /^bottleneck\.(\w+)\.(\w+) (.*)$/.exec(metric)!;
  const end = loadEndMs(result);
  const at = [...round.samples.t.keys()].filter((index) => {
    const ms = round.samples.t[index]!;
    return ms >= 0 && ms <= end;
  });
  const average = (series: readonly number[] = []): number =>
    at.reduce((sum, index) => sum + (series[index] ?? 0) / at.length, 0);
  const own = round.resources
    .filter(({ service }) => service === where)
    .map(({ process }) => round.samples.processes[process]!);
  const { capacity, policies } = result.scenario.contestants.find(({ name }) => name === round.contestant)!;
  const { instances, workers } = capacity[where!] ?? { instances: 0, workers: 0 };
  const queued = average(round.samples.queues?.[where!]);
  const figures: Readonly<Record<string, () => number>> = {
    'slots.used': () => own.reduce((sum, { busy }) => sum + average(busy), 0),
    'slots.of': () => instances * workers,
    'slots.waiting': () => own.reduce((sum, { waiting }) => sum + average(waiting), queued),
    'prefetch.used': () => own.reduce((sum, { inFlight }) => sum + average(inFlight), 0),
    'prefetch.of': () => instances * Number(policies['prefetch'] ?? workers),
    'prefetch.waiting': () => queued,
    'process.used': () => average(round.samples.processes[where!]!.cpu),
    'process.of': () => 1,
    'machine.used': () => {
      const { cores, own: ours, others, stolen } = round.machine!;
      return Math.min(cores, cores * (ours + (others ?? 0) + (stolen ?? 0)));
    },
    'machine.of': () => round.machine!.cores,
    'broker.waiting': () => average(round.samples.outbox),
  };
  return figures[`${kind}.${figure}`]!();
};

const ofRound = (result: RunResult, { contestant, metric, window }: Fact): number => {
  const number = Number(window.slice('round '.length));
  const round = shownRounds(result, contestant!).find((one) => one.round === number)!;
  if (metric === 'round') return round.round;
  if (metric === 'faults.afterLoadMs') {
    const clearings = round.faults.filter(({ applies, struckAt }) => applies && struckAt !== null);
    return Math.max(...clearings.map(({ liftedAt }) => liftedAt!)) - loadEndMs(result);
  }
  const fault = /^faults\[(\d+)\]\.(struckAt|liftedAt)$/.exec(metric);
  if (fault !== null) return round.faults[Number(fault[1])]![fault[2] as 'struckAt']!;
  if (metric.startsWith('bottleneck.')) return bottleneck(result, round, metric);
  if (metric.startsWith('samples.')) return peakAt(round, metric);
  if (metric.startsWith('states.')) return circuit(round, metric);
  if (metric.startsWith('timeline.')) return timeline(result, round, metric);
  if (metric.startsWith('connections.')) return connections(round, metric.slice('connections.'.length));
  if (metric === 'statesLeft') return round.statesLeft ?? 0;
  if (metric === 'money.net') return round.money.charges - round.money.refunds;
  const [owner, key] = metric.split('.');
  return (owner === 'money' ? round.money[key as 'unbalanced'] : round.outcomes[key as 'misplaced']) ?? 0;
};

const ofRun = (result: RunResult, { contestant, metric }: Fact): number => {
  const judged = /^(budgets|hypotheses)(?:\.(\w+))?$/.exec(metric);
  if (judged !== null) {
    const verdicts: readonly string[] = result[judged[1] as 'budgets'].map(({ verdict }) => verdict);
    return verdicts.filter((verdict) => judged[2] === undefined || verdict === judged[2]).length;
  }
  if (metric === 'rounds.valid') return countingOf(result, contestant!).length;
  const rounds = shownRounds(result, contestant!);
  if (metric === 'rounds') return rounds.length;
  if (metric === 'rounds.emptyAfter')
    return rounds.filter(
      ({ phases }) => phases.during.windows.length > 0 && phases.after.windows.length === 0,
    ).length;
  const plan = /^faults\[(\d+)\]\.(plannedAt|plannedForMs|atMs|forMs)$/.exec(metric);
  if (plan !== null) {
    const [place, key] = [Number(plan[1]), plan[2]];
    const written = result.scenario.faults[place]!;
    if (key === 'atMs' || key === 'forMs') return written[key];
    const record = result.rounds[0]!.faults[place]!;
    return key === 'plannedAt' ? (record.plannedAt ?? written.atMs) : (record.plannedForMs ?? written.forMs);
  }
  const index = Number(/^faults\[(\d+)\]\.lastedMs$/.exec(metric)![1]);
  return middle(
    rounds.flatMap(({ faults }) => {
      const fault = faults[index];
      if (fault?.applies !== true || fault.struckAt === null || fault.liftedAt === null) return [];
      return [fault.liftedAt - fault.struckAt];
    }),
  );
};

export const oracle = (result: RunResult, fact: Fact): number => {
  const { contestant, metric, window } = fact;
  if (metric.startsWith('comparisons.')) return comparison(result, metric, window);
  if (window.startsWith('round ')) return ofRound(result, fact);
  if (window === 'run') return ofRun(result, fact);
  if (!isPhase(window)) throw new Error(`unknown window ${window} of ${metric}`);
  const share = /^share\.(\w+)$/.exec(metric)?.[1];
  if (share !== undefined)
    return overRounds(result, contestant!, share, window) / overRounds(result, contestant!, 'sent', window);
  const interval = /^(interval\.(?:low|high)|rounds\.with) (.*)$/.exec(metric);
  if (interval !== null) {
    const values = reached(result, contestant!, interval[2]!, window);
    if (interval[1] === 'rounds.with') return values.length;
    const { low, high } = bootstrapMedian(values, `${interval[2]} ${window}`);
    return interval[1] === 'interval.low' ? low : high;
  }
  const counted = /^rounds\.(never|reached) (.*)$/.exec(metric);
  if (counted !== null) {
    const values = reached(result, contestant!, counted[2]!, window);
    return values.filter((value) => Number.isFinite(value) === (counted[1] === 'reached')).length;
  }
  return overRounds(result, contestant!, metric, window);
};
