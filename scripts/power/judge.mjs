// What a gate, a run in slices and three ways that people use today say of recorded starts. Pure functions of the lines of record.mjs.

import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import { compareContestants } from '../../dist/analysis/comparisons.js';
import { twoSidedP } from '../../dist/shared/students-t.js';
import { gateAfter, usualMargins } from '../../dist/verdicts/gate.js';

/** A side of a line as a round, as far as a judge reads it. */
const roundOf = ({ name, completed, accepted, rates, failed, lost }, round) => {
  const latency = (figures) => ({ ...figures, never: [], count: 1_000 });
  const all = {
    windows: [[0, 1]],
    completed: latency(completed),
    accepted: latency(accepted),
    rates,
    outcomes: { failed, lost },
  };
  const none = { ...all, windows: [] };
  return {
    contestant: name,
    round,
    attempt: 1,
    valid: true,
    partial: false,
    outcomes: { failed, lost },
    rates,
    phases: { all, before: all, during: none, after: none },
  };
};

/** Starts as a run of two contestants, numbered anew. */
const runOf = (lines) => ({
  rounds: lines.flatMap(({ sides }, index) => sides.map((side) => roundOf(side, index + 1))),
  paired: lines.flatMap(({ paired }, index) => paired.map((one) => ({ ...one, round: index + 1 }))),
});

/** A gate that begins with the first of the lines and goes on until it is decided or its time is over; null where there are too few lines for that. */
export const gateFrom = (lines, withinMs) => {
  const [base, head] = lines[0].sides.map(({ name }) => name);
  const asked = { base, head, commit: '', margins: usualMargins, error: 0.01 };
  const looks = [];
  let elapsedMs = 0;
  for (const [index, { tookMs }] of lines.entries()) {
    const round = index + 1;
    elapsedMs += tookMs;
    const isLast = elapsedMs * (1 + 1 / round) > withinMs;
    looks.push({ round, fraction: elapsedMs / withinMs, before: looks.at(-1)?.fraction ?? 0, isLast });
    const { verdict, figures } = gateAfter(runOf(lines.slice(0, round)), asked, looks);
    if (isLast || verdict === 'worse' || verdict === 'not worse')
      return { verdict, figures, elapsedMs, starts: round };
  }
  return null;
};

/** A run in slices of as many starts as fit into the time: what it calls different. */
export const slicesFrom = (lines, withinMs) => {
  const own = [];
  let elapsedMs = 0;
  for (const line of lines) {
    if (elapsedMs + line.tookMs > withinMs && own.length > 1) break;
    elapsedMs += line.tookMs;
    own.push(line);
  }
  if (elapsedMs + own.at(-1).tookMs <= withinMs) return null;
  const { rounds, paired } = runOf(own);
  const different = compareContestants(rounds, { paired }).filter(
    ({ verdict }) => verdict !== 'no difference shown',
  );
  return { different, elapsedMs, starts: own.length };
};

const ranks = ['p50', 'p95'];

/** One run of each build, in different minutes, and a limit of 10% on either percentile. */
const byLimit = ([first, second]) =>
  ranks.some((rank) => second.sides[1].completed[rank] > 1.1 * first.sides[0].completed[rank]);

const momentsOf = ({ histogram }) => {
  const decoded = decodeFromCompressedBase64(histogram);
  return { mean: decoded.mean, variance: decoded.stdDeviation ** 2, count: decoded.totalCount };
};

/** Welch's test on the requests of one run of each build, 5%. */
const byRequests = ([line]) => {
  const [a, b] = line.sides.map(momentsOf);
  const error = Math.sqrt(a.variance / a.count + b.variance / b.count);
  const t = (b.mean - a.mean) / error;
  return t > 0 && twoSidedP(t, Math.min(a.count, b.count) - 1) < 0.05;
};

/** Three rounds of each, a paired t test on the logarithms of either percentile, 5%. */
const byThreeRounds = (lines) =>
  ranks.some((rank) => {
    const logs = lines
      .slice(0, 3)
      .map(({ sides: [a, b] }) => Math.log(b.completed[rank] / a.completed[rank]));
    const mean = logs.reduce((sum, log) => sum + log, 0) / 3;
    const sd = Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / 2);
    return mean > 0 && twoSidedP(mean / (sd / Math.sqrt(3)), 2) < 0.05;
  });

/** Ways that people use today, each with the number of starts that it looks at. */
export const usualWays = [
  { name: 'two single runs, a limit of 10%', starts: 2, isWorse: byLimit },
  { name: 'Welch’s test on the requests of one run each', starts: 1, isWorse: byRequests },
  { name: 'three rounds of each, t test', starts: 3, isWorse: byThreeRounds },
];
