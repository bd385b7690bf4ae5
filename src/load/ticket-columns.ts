import type { Tickets } from './ticket.ts';

const never = (count: number): Float64Array => new Float64Array(count).fill(Number.NaN);

/** Tickets of requests to which nothing has happened yet. */
export const emptyTickets = (
  idPrefix: string,
  dueAt: Float64Array,
  errors: readonly string[] = [''],
): Tickets => {
  const count = dueAt.length;
  return {
    idPrefix,
    count,
    dueAt,
    errors,
    sentAt: never(count),
    answeredAt: never(count),
    completedAt: never(count),
    status: new Uint16Array(count),
    answer: new Uint8Array(count),
    notice: new Uint8Array(count),
    error: new Uint8Array(count),
  };
};

/** The same tickets with fewer rows, or with more, to which nothing has happened yet. */
export const resizedTickets = (old: Tickets, count: number): Tickets => {
  const resized = emptyTickets(old.idPrefix, never(count), old.errors);
  for (const name of ['dueAt', 'sentAt', 'answeredAt', 'completedAt'] as const) {
    resized[name].set(old[name].subarray(0, count));
  }
  for (const name of ['status', 'answer', 'notice', 'error'] as const) {
    resized[name].set(old[name].subarray(0, count));
  }
  return resized;
};
