import type { Tickets } from '../../load/ticket.ts';
import type { Law } from '../law.ts';

const sentAndAnswered = ({ count, sentAt, answeredAt }: Tickets): { sent: number; answered: number } => {
  const tally = { sent: 0, answered: 0 };
  for (let index = 0; index < count; index += 1) {
    if (!Number.isNaN(sentAt[index])) tally.sent += 1;
    if (!Number.isNaN(answeredAt[index])) tally.answered += 1;
  }
  return tally;
};

export const arrivalsLaw: Law = {
  law: 'what was sent is what arrived',
  statement:
    'The front doors, by their HTTP servers’ own account, saw no more orders than were sent and no fewer than were answered; all of them when each was answered.',
  tolerance:
    'not judged when a front door process died, for its count died with it, or when the client tries again',
  judge: ({ tickets, arrivals, arrivalsAreExact }) => {
    if (arrivals === null || !arrivalsAreExact)
      return { holds: null, detail: 'not judged: the arrivals of this round are no exact count' };
    const { sent, answered } = sentAndAnswered(tickets);
    return {
      holds: answered <= arrivals && arrivals <= sent,
      detail: `${sent} sent, ${arrivals} arrived, ${answered} answered`,
    };
  },
};
