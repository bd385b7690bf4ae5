import type { answers, notices } from '../load/ticket.ts';
import type { OutcomeClass } from '../result/outcomes.ts';

export type TicketAnswer = (typeof answers)[number];
export type TicketNotice = (typeof notices)[number];

/**
 * What the client believes in the end. `pending` is a 2xx that promised a result which never came; `failure` an error answer,
 * which leaves open what was done; `refusal` a notice that says for good that it will not be.
 */
export type Reported = 'success' | 'pending' | 'declined' | 'failure' | 'refusal' | 'silence';

/** What is known about one sent request: the client's side, the ledgers' side, and the queues. */
export interface RequestFacts {
  readonly reported: Reported;
  readonly opened: boolean;
  /** A step that may decline did, according to its ledger. */
  readonly saidNo: boolean;
  /** Money was ever taken, paid back or not. */
  readonly paid: boolean;
  /** How often money was taken minus how often it was paid back; where nobody pays, 1 for what is in force and else 0. */
  readonly balance: number;
  /** It is in force: that was committed later than its cancelling. */
  readonly active: boolean;
  readonly cancelled: boolean;
  /** Something else is held more often than once, less often than never, or though the request is not in force. */
  readonly heldWrongly: boolean;
  /** Every other required step was done and not undone. */
  readonly restDone: boolean;
  /** A `ready` notice is in the ledger. */
  readonly told: boolean;
  /** When the drain ended its id was still in a queue or an outbox, or the client still waited for the answer. */
  readonly isOpen: boolean;
}

const reportedByAnswer: Readonly<Record<TicketAnswer, Reported>> = {
  none: 'silence',
  active: 'success',
  accepted: 'pending',
  declined: 'declined',
  error: 'failure',
};

/**
 * What the client knew in the end: a notice outweighs the answer, because it comes later. Only `ready` needs a 2xx before it:
 * who was refused or kept waiting has left, so a later success is a recovery, not a completion.
 */
export const reportedBy = (answer: TicketAnswer, notice: TicketNotice): Reported => {
  if (notice === 'declined') return 'declined';
  if (notice === 'failed') return 'refusal';
  if (notice === 'ready' && answer === 'accepted') return 'success';
  return reportedByAnswer[answer];
};

const isDone = (evidence: RequestFacts): boolean =>
  evidence.opened && evidence.balance > 0 && evidence.active && evidence.restDone && evidence.told;

/** Nothing is owed either way, it is closed, and the client knows; a message that is left can change nothing. */
const isSettled = ({ reported, balance, active, cancelled, heldWrongly }: RequestFacts): boolean =>
  balance === 0 &&
  !active &&
  cancelled &&
  !heldWrongly &&
  reported !== 'success' &&
  reported !== 'pending' &&
  reported !== 'silence';

/** Paid without service, served without payment, more paid back than taken, or something else held that should not be. */
const isBalanceWrong = ({ balance, active, heldWrongly }: RequestFacts): boolean =>
  balance < 0 || balance > 0 !== active || heldWrongly;

/** Told no, got yes: whoever reads the answer believes that there is nothing to pay. */
const isContradicted = ({ reported, balance, active }: RequestFacts): boolean =>
  (reported === 'declined' || reported === 'refusal') && balance > 0 && active;

/** The class of a request that is not done and whose balance is right. */
const incomplete = ({ reported, active, saidNo, paid }: RequestFacts): OutcomeClass => {
  if (reported === 'success' || reported === 'pending') return 'vanished';
  if (active) return 'stranded';
  if (reported === 'silence') return 'dropped';
  // A no of business, said and heard, is no failure, whatever had been paid before and was paid back.
  if (reported === 'declined' && saidNo) return 'declined';
  return paid ? 'compensated' : 'refused';
};

/** The one class of a sent request. The order of the questions is the precedence; docs/decisions/outcome-precedence.md. */
export const outcomeOf = (evidence: RequestFacts): OutcomeClass => {
  if (isContradicted(evidence)) return evidence.isOpen ? 'unresolved' : 'contradicted';
  if (isDone(evidence)) return evidence.reported === 'success' ? 'completed' : 'recovered';
  if (evidence.isOpen && !isSettled(evidence)) return 'unresolved';
  if (isBalanceWrong(evidence)) return 'stranded';
  return incomplete(evidence);
};
