/** Every user orders `plans` one after the other; so many users at a time take turns. */
export interface OrderSequence {
  readonly plans: readonly string[];
  readonly users: number;
}

/** Which user a request belongs to, and which of the user's changes it is, both from 0. */
export interface Place {
  readonly user: number;
  readonly turn: number;
}

/**
 * Requests go round the users: with three users and two plans they are a0 b0 c0 a1 b1 c1, and then three further users come.
 * The time between two changes of one user is that of `users` requests.
 */
export const placeIn = ({ plans, users }: OrderSequence, index: number): Place => {
  const block = Math.floor(index / (users * plans.length));
  const within = index % (users * plans.length);
  return { user: block * users + (within % users), turn: Math.floor(within / users) };
};
