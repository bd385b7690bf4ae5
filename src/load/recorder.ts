import { nowMs } from '../shared/clock.ts';
import type { Progress } from './protocol.ts';
import { answers, notices, type Tickets } from './ticket.ts';

/** What the client learned from an answer. */
export type AnswerKind = (typeof answers)[number];
export type NoticeKind = (typeof notices)[number];

/** Writes the client's records while the load runs. All stamps are taken here, from one clock. */
export interface Recorder {
  readonly tickets: Tickets;
  readonly sent: (index: number) => void;
  readonly answered: (index: number, status: number, answer: AnswerKind) => void;
  readonly failed: (index: number, reason: string) => void;
  /** The live update for a request; a second one for the same request is counted and changes nothing. */
  readonly noticed: (requestId: string, notice: NoticeKind) => void;
  readonly progress: (sentAll: boolean) => Progress;
  readonly inFlightPeak: () => number;
}

const columns = (idPrefix: string, dueAt: Float64Array, errors: string[]): Tickets => {
  const never = (): Float64Array => new Float64Array(dueAt.length).fill(Number.NaN);
  const count = dueAt.length;
  return {
    idPrefix,
    count,
    dueAt,
    errors,
    sentAt: never(),
    answeredAt: never(),
    completedAt: never(),
    status: new Uint16Array(count),
    answer: new Uint8Array(count),
    notice: new Uint8Array(count),
    error: new Uint8Array(count),
  };
};

/** `answersWhenDone`: an answer that says `active` is the completion. */
export const createRecorder = (
  idPrefix: string,
  dueAt: Float64Array,
  originMs: number,
  answersWhenDone: boolean,
): Recorder => {
  const errors = [''];
  const tickets = columns(idPrefix, dueAt, errors);
  const totals = {
    sent: 0,
    answered: 0,
    accepted: 0,
    completed: 0,
    failed: 0,
    noAnswer: 0,
    noticed: 0,
    inFlightPeak: 0,
  };
  const stamp = (): number => nowMs() - originMs;
  const awaitsNotice = (index: number): boolean => answers[tickets.answer[index]!] === 'accepted';

  return {
    tickets,
    sent: (index) => {
      tickets.sentAt[index] = stamp();
      totals.sent += 1;
      const open = totals.sent - totals.answered - totals.noAnswer;
      if (open > totals.inFlightPeak) totals.inFlightPeak = open;
    },
    answered: (index, status, answer) => {
      const now = stamp();
      tickets.answeredAt[index] = now;
      tickets.status[index] = status;
      tickets.answer[index] = answers.indexOf(answer);
      totals.answered += 1;
      if (answer === 'active' || answer === 'accepted') totals.accepted += 1;
      if (answer === 'error') totals.failed += 1;
      if (answer === 'active' && answersWhenDone) {
        tickets.completedAt[index] = now;
        totals.completed += 1;
      }
    },
    failed: (index, reason) => {
      const known = errors.indexOf(reason);
      // 255 kinds of error are more than there are; whatever comes beyond shares the last place.
      tickets.error[index] = known >= 0 ? known : Math.min(errors.push(reason) - 1, 255);
      totals.noAnswer += 1;
      totals.failed += 1;
    },
    noticed: (requestId, notice) => {
      if (!requestId.startsWith(idPrefix)) return;
      const index = Number(requestId.slice(idPrefix.length));
      if (!(index >= 0 && index < tickets.count) || tickets.notice[index] !== 0) return;
      tickets.notice[index] = notices.indexOf(notice);
      tickets.completedAt[index] = stamp();
      totals.noticed += 1;
      if (notice === 'ready') totals.completed += 1;
      else if (notice === 'failed' && awaitsNotice(index)) totals.failed += 1;
    },
    progress: (sentAll) => {
      const { sent, answered, accepted, completed, failed, noAnswer, noticed } = totals;
      const awaiting = answersWhenDone ? 0 : Math.max(0, accepted - noticed);
      return {
        type: 'progress',
        intended: tickets.count,
        sent,
        answered,
        accepted,
        completed,
        failed,
        sentAll,
        waiting: sent - answered - noAnswer,
        awaiting,
      };
    },
    inFlightPeak: () => totals.inFlightPeak,
  };
};
