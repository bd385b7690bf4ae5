import type { Replayed, ReplayedState } from '../replay/protocol.ts';
import type { Meaning } from '../workflow/meaning.ts';
import type { LedgerEntry } from '../workflow/order.ts';

/** The effects that the read model is compared by. */
type Standing = Pick<Meaning, 'opened' | 'inForce' | 'cancelled'>;

const standingOf = (
  entries: Iterable<LedgerEntry>,
  { opened, inForce, cancelled }: Standing,
): ReadonlyMap<string, ReplayedState> => {
  const standing = new Map<string, ReplayedState>();
  for (const { requestId, effect } of entries) {
    if (effect === inForce) standing.set(requestId, 'active');
    else if (effect === cancelled) standing.set(requestId, 'cancelled');
    else if (effect === opened && !standing.has(requestId)) standing.set(requestId, 'opened');
  }
  return standing;
};

/** Compares a read model that was built from the log of events with the ledger of the requests, row by row. */
export const replayCounters = (
  { messages, tookMs, rows }: Replayed,
  entries: Iterable<LedgerEntry>,
  meaning: Standing,
): Readonly<Record<string, number>> => {
  const truth = standingOf(entries, meaning);
  const different = rows.filter(([requestId, state]) => truth.get(requestId) !== state).length;
  const known = new Set(rows.map(([requestId]) => requestId));
  const missing = [...truth.keys()].filter((requestId) => !known.has(requestId)).length;
  return {
    'replay.messages': messages,
    'replay.rows': rows.length,
    'replay.different': different,
    'replay.missing': missing,
    'replay.tookMs': Math.round(tookMs),
  };
};
