import { failedClasses, lostClasses } from '../audit/totals.ts';
import { firstRowFrom } from '../audit/windows.ts';
import type { TimelineBin } from '../result/observations.ts';
import { outcomeClasses } from '../result/outcomes.ts';
import { nearestRank } from '../shared/nearest-rank.ts';
import { acceptedAt, isExpected, type Requests, valuesIn } from './latencies.ts';
import { roundMs } from './percentiles.ts';
import type { Window } from './phases.ts';

const widths = [100, 200, 250, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000, 600_000];
const mostBins = 240;
const fewestBins = 40;
const enoughPerBin = 20;

/** From the start of the warm-up (not above 0) to the end of the drain. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The narrowest round width that keeps to 240 bins, wider while a bin holds fewer than 20 requests on average, for a
 * p95 needs 20 to be more than the maximum; but at least 40 bins, for a line needs points.
 */
export const binWidth = ({ fromMs, toMs }: Span, requests: number): number => {
  const total = toMs - fromMs;
  const narrow = widths.findIndex((width) => Math.ceil(total / width) + 1 <= mostBins);
  if (narrow < 0) return Math.ceil(total / mostBins / 60_000) * 60_000;
  const candidates = widths
    .slice(narrow)
    .filter((width, index) => index === 0 || total / width >= fewestBins);
  return (
    candidates.find((width) => (requests * width) / total >= enoughPerBin) ??
    candidates.at(-1) ??
    widths[narrow]!
  );
};

/** A percentile for a chart: descriptive, so one sample above the rank is enough; NaN with fewer. */
const sketch = (sorted: Float64Array, share: number): number =>
  sorted.length * (1 - share) < 1 - 1e-9 ? Number.NaN : nearestRank(sorted, share);

const finite = (ms: number): number | null => (Number.isFinite(ms) ? roundMs(ms) : null);

interface Tally {
  readonly accepted: number[];
  readonly completed: number[];
  readonly failed: number[];
  readonly lost: number[];
}

const tally = (requests: Requests, bins: number, binOf: (time: number) => number): Tally => {
  const zeros = (): number[] => Array.from({ length: bins }, () => 0);
  const counts = { accepted: zeros(), completed: zeros(), failed: zeros(), lost: zeros() };
  const add = (to: number[], time: number): void => {
    const bin = binOf(time);
    if (bin >= 0 && bin < bins) to[bin]! += 1;
  };
  const failed = outcomeClasses.map((name) => failedClasses.has(name));
  const lost = outcomeClasses.map((name) => lostClasses.has(name));
  const { tickets, audit } = requests;
  for (let index = 0; index < tickets.count; index += 1) {
    add(counts.accepted, acceptedAt(requests, index));
    add(counts.completed, audit.completedAt[index]!);
    const outcome = audit.classes[index]!;
    if (failed[outcome] === true) add(counts.failed, tickets.dueAt[index]!);
    else if (lost[outcome] === true) add(counts.lost, tickets.dueAt[index]!);
  }
  return counts;
};

/** Error-adjusted p50 and p95 of the requests due in a bin, ms; Infinity where nobody got there, NaN with too few. */
const latencyOf = (
  requests: Requests,
  rows: readonly Window[],
  successAt: (index: number) => number,
  expected: (requests: Requests, index: number) => boolean,
): readonly [p50: number, p95: number] => {
  const { dueAt } = requests.tickets;
  const adjusted = valuesIn(rows, (index) => {
    const at = successAt(index);
    if (!Number.isNaN(at)) return at - dueAt[index]!;
    return expected(requests, index) ? Number.POSITIVE_INFINITY : Number.NaN;
  });
  return [sketch(adjusted, 0.5), sketch(adjusted, 0.95)];
};

/** The round in bins of equal width, warm-up and drain included; bin edges fall on multiples of the width. */
export const timeline = (
  requests: Requests,
  { fromMs, toMs }: Span,
  binMs: number,
): readonly TimelineBin[] => {
  const firstBin = Math.floor(fromMs / binMs);
  const bins = Math.max(1, Math.ceil(toMs / binMs) - firstBin);
  const counts = tally(requests, bins, (time) => Math.floor(time / binMs) - firstBin);
  const { dueAt } = requests.tickets;
  return Array.from({ length: bins }, (_unused, bin) => {
    const t = (firstBin + bin) * binMs;
    const rows = [[firstRowFrom(dueAt, t), firstRowFrom(dueAt, t + binMs)]] as const;
    const [acceptedP50, acceptedP95] = latencyOf(
      requests,
      rows,
      (index) => acceptedAt(requests, index),
      isExpected.accepted,
    );
    const [completedP50, completedP95] = latencyOf(
      requests,
      rows,
      (index) => requests.audit.completedAt[index]!,
      isExpected.completed,
    );
    const latencies = { acceptedP50, acceptedP95, completedP50, completedP95 };
    const never = Object.entries(latencies).flatMap(([name, ms]) =>
      ms === Number.POSITIVE_INFINITY ? [name] : [],
    );
    return {
      t,
      offered: rows[0][1] - rows[0][0],
      accepted: counts.accepted[bin]!,
      completed: counts.completed[bin]!,
      failed: counts.failed[bin]!,
      lost: counts.lost[bin]!,
      acceptedP50: finite(acceptedP50),
      acceptedP95: finite(acceptedP95),
      completedP50: finite(completedP50),
      completedP95: finite(completedP95),
      never,
    };
  });
};
