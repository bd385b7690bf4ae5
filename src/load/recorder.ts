import { nowMs } from '../shared/clock.ts';
import type { Progress } from './protocol.ts';
import { keepRecent } from './recent.ts';
import { answers, notices, type Tickets } from './ticket.ts';
import { emptyTickets, resizedTickets } from './ticket-columns.ts';

/** What the client learned from an answer. */
export type ClientAnswer = (typeof answers)[number];
export type ClientNotice = (typeof notices)[number];

/** Writes the client's records while the load runs. All stamps are taken here, from one clock. */
export interface Recorder {
  /** As far as they are written. */
  readonly tickets: () => Tickets;
  readonly sent: (index: number) => void;
  /** Adds a request that is due at this moment and sent at once: a closed loop has no due times. Returns its index. */
  readonly sentUnplanned: () => number;
  readonly answered: (index: number, status: number, answer: ClientAnswer) => void;
  readonly failed: (index: number, reason: string) => void;
  /** The live update for a request. The same again is counted and changes nothing; another one outweighs it. */
  readonly noticed: (requestId: string, notice: ClientNotice) => void;
  readonly repeatedNotices: () => number;
  readonly progress: (sentAll: boolean) => Progress;
  readonly inFlightPeak: () => number;
}

const firstRoom = 1_024;
const accepted = answers.indexOf('accepted');
/** The error column has one byte; kinds of error beyond that share the last place. */
const mostErrorKinds = 256;

/** `answersWhenDone`: an answer that says `active` is the completion. */
export const createRecorder = (
  idPrefix: string,
  dueAt: Float64Array,
  originMs: number,
  answersWhenDone: boolean,
): Recorder => {
  const errors = [''];
  // Has more rows than `count` while a closed loop adds to it.
  let tickets = emptyTickets(idPrefix, dueAt, errors);
  let count = dueAt.length;
  const totals = { sent: 0, answered: 0, accepted: 0, completed: 0, failed: 0, noAnswer: 0, awaiting: 0 };
  const recent = { accepted: keepRecent(), completed: keepRecent() };
  let repeatedNotices = 0;
  let inFlightPeak = 0;
  const stamp = (): number => nowMs() - originMs;
  const waiting = (): number => totals.sent - totals.answered - totals.noAnswer;

  const sent = (index: number): void => {
    tickets.sentAt[index] = stamp();
    totals.sent += 1;
    inFlightPeak = Math.max(inFlightPeak, waiting());
  };

  return {
    tickets: () => {
      if (tickets.count > count) tickets = resizedTickets(tickets, count);
      return tickets;
    },
    sent,
    sentUnplanned: () => {
      if (count === tickets.count) tickets = resizedTickets(tickets, Math.max(firstRoom, count * 2));
      const index = count;
      count += 1;
      sent(index);
      tickets.dueAt[index] = tickets.sentAt[index]!;
      return index;
    },
    answered: (index, status, answer) => {
      const now = stamp();
      tickets.answeredAt[index] = now;
      tickets.status[index] = status;
      tickets.answer[index] = answers.indexOf(answer);
      totals.answered += 1;
      if (answer === 'active' || answer === 'accepted') {
        totals.accepted += 1;
        recent.accepted.note(now, now - tickets.dueAt[index]!);
      }
      if (answer === 'error') totals.failed += 1;
      // The live update may overtake the answer.
      if (answer === 'accepted' && !answersWhenDone && tickets.notice[index] === 0) totals.awaiting += 1;
      if (answer === 'active' && answersWhenDone) {
        tickets.completedAt[index] = now;
        totals.completed += 1;
        recent.completed.note(now, now - tickets.dueAt[index]!);
      }
    },
    failed: (index, reason) => {
      const known = errors.indexOf(reason);
      if (known < 0 && errors.length < mostErrorKinds) errors.push(reason);
      tickets.error[index] = known < 0 ? errors.length - 1 : known;
      totals.noAnswer += 1;
      totals.failed += 1;
    },
    noticed: (requestId, notice) => {
      if (!requestId.startsWith(idPrefix)) return;
      const index = Number(requestId.slice(idPrefix.length));
      if (!(index >= 0 && index < count)) return;
      const earlier = notices[tickets.notice[index]!];
      if (earlier === notice) {
        repeatedNotices += 1;
        return;
      }
      const isFirst = earlier === 'none';
      const awaited = isFirst && tickets.answer[index] === accepted;
      tickets.notice[index] = notices.indexOf(notice);
      const now = stamp();
      tickets.completedAt[index] = now;
      if (awaited) totals.awaiting -= 1;
      if (earlier === 'ready') totals.completed -= 1;
      if (notice === 'ready') {
        totals.completed += 1;
        recent.completed.note(now, now - tickets.dueAt[index]!);
      }
      if (notice === 'failed' && awaited) totals.failed += 1;
    },
    repeatedNotices: () => repeatedNotices,
    progress: (sentAll) => {
      const { noAnswer: _, ...counts } = totals;
      const now = stamp();
      return {
        type: 'progress',
        intended: count,
        ...counts,
        sentAll,
        waiting: waiting(),
        recent: { accepted: recent.accepted.ranks(now), completed: recent.completed.ranks(now) },
      };
    },
    inFlightPeak: () => inFlightPeak,
  };
};
