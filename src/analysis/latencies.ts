import type { AuditResult } from '../audit/audit.ts';
import { notSent } from '../audit/audit.ts';
import { answers, type Tickets } from '../load/ticket.ts';
import type { LatencyFigures, Quantiles } from '../result/figures.ts';
import { outcomeClasses } from '../result/outcomes.ts';
import { sorted } from '../shared/sorted.ts';
import { quantiles } from './percentiles.ts';
import type { Window } from './phases.ts';

const none = answers.indexOf('none');
const active = answers.indexOf('active');
const accepted = answers.indexOf('accepted');
const declinedAnswer = answers.indexOf('declined');
const completed = outcomeClasses.indexOf('completed');
const declined = outcomeClasses.indexOf('declined');

/** Everything that a latency of one request is computed from. NaN: it never happened. */
export interface Requests {
  readonly tickets: Tickets;
  readonly audit: AuditResult;
}

/** When the POST was answered with a 2xx. */
export const acceptedAt = ({ tickets }: Requests, index: number): number => {
  const answer = tickets.answer[index];
  return answer === active || answer === accepted ? tickets.answeredAt[index]! : Number.NaN;
};

/** When the client knew how the workflow ended, well or not. */
export const resolvedAt = ({ tickets, audit }: Requests, index: number): number => {
  const whole = audit.completedAt[index]!;
  if (!Number.isNaN(whole)) return whole;
  const heard = tickets.completedAt[index]!;
  if (!Number.isNaN(heard)) return heard;
  const answer = tickets.answer[index];
  return answer === none || answer === accepted ? Number.NaN : tickets.answeredAt[index]!;
};

/** Sorted values of the rows for which there is one. */
export const valuesIn = (rows: readonly Window[], pick: (index: number) => number): Float64Array => {
  const room = new Float64Array(rows.reduce((sum, [first, end]) => sum + end - first, 0));
  let filled = 0;
  for (const [first, end] of rows) {
    for (let index = first; index < end; index += 1) {
      const value = pick(index);
      if (Number.isNaN(value)) continue;
      room[filled] = value;
      filled += 1;
    }
  }
  return sorted(room.subarray(0, filled));
};

const merged = (a: Float64Array, b: Float64Array): Float64Array => {
  if (b.length === 0) return a;
  const both = new Float64Array(a.length + b.length);
  let fromA = 0;
  let fromB = 0;
  for (let index = 0; index < both.length; index += 1) {
    const takeA = fromB === b.length || (fromA < a.length && a[fromA]! <= b[fromB]!);
    both[index] = takeA ? a[fromA++]! : b[fromB++]!;
  }
  return both;
};

const count = (rows: readonly Window[], holds: (index: number) => boolean): number => {
  let total = 0;
  for (const [first, end] of rows)
    for (let index = first; index < end; index += 1) if (holds(index)) total += 1;
  return total;
};

/** Which requests a success is expected of: all that were sent, but not a decline, which is a business outcome. */
export const isExpected = {
  accepted: ({ tickets, audit }: Requests, index: number): boolean =>
    audit.classes[index] !== notSent &&
    !(audit.classes[index] === declined && tickets.answer[index] === declinedAnswer),
  completed: ({ audit }: Requests, index: number): boolean =>
    audit.classes[index] !== notSent && audit.classes[index] !== declined,
};

/** Latency figures with the sorted successes that they rest on. */
export interface Latencies {
  readonly figures: LatencyFigures;
  readonly successes: Float64Array;
}

const latencies = (
  { dueAt, sentAt }: Tickets,
  rows: readonly Window[],
  successAt: (index: number) => number,
  answerAt: (index: number) => number,
  expected: (index: number) => boolean,
): Latencies => {
  const successes = valuesIn(rows, (index) => successAt(index) - dueAt[index]!);
  const missing = count(rows, (index) => expected(index) && Number.isNaN(successAt(index)));
  // Every success is an answer too, so only the other answers need sorting.
  const otherAnswers = valuesIn(rows, (index) =>
    Number.isNaN(successAt(index)) ? answerAt(index) - dueAt[index]! : Number.NaN,
  );
  const figures = {
    ...quantiles(successes, missing),
    successes: quantiles(successes),
    answers: quantiles(merged(successes, otherAnswers)),
    serviceTime: quantiles(valuesIn(rows, (index) => successAt(index) - sentAt[index]!)),
  };
  return { figures, successes };
};

/** From the due time to the 2xx. */
export const acceptedLatencies = (requests: Requests, rows: readonly Window[]): Latencies =>
  latencies(
    requests.tickets,
    rows,
    (index) => acceptedAt(requests, index),
    (index) => requests.tickets.answeredAt[index]!,
    (index) => isExpected.accepted(requests, index),
  );

/** From the due time until the whole workflow is done and the client knows. */
export const completedLatencies = (requests: Requests, rows: readonly Window[]): Latencies =>
  latencies(
    requests.tickets,
    rows,
    (index) => requests.audit.completedAt[index]!,
    (index) => resolvedAt(requests, index),
    (index) => isExpected.completed(requests, index),
  );

/** How long a completed request was accepted but not yet active and noticed, ms; 0 when the answer itself said so. */
export const consistency = ({ tickets, audit }: Requests, rows: readonly Window[]): Quantiles =>
  quantiles(
    valuesIn(rows, (index) => {
      if (audit.classes[index] !== completed) return Number.NaN;
      if (tickets.answer[index] === active) return 0;
      return Math.max(
        0,
        Math.max(audit.activeAt[index]!, audit.readyAt[index]!) - tickets.answeredAt[index]!,
      );
    }),
  );
