import type { Generated } from 'kysely';

/** Append-only: every effect that ever stood, one row each. */
export interface LedgerTable {
  seq: Generated<number>;
  request_id: string;
  user_id: string;
  plan: string;
  effect: string;
  payload: string;
  instance: string;
  draw: number;
  received_at: number;
  started_at: number;
  at: number;
}

/** What was done under which key: the inbox of a consumer and the idempotency record of an HTTP call in one. */
export interface InboxTable {
  request_id: string;
  step: string;
  effect: string;
}

/** Messages that belong to a committed effect and are not yet known to have arrived. */
export interface OutboxTable {
  id: Generated<number>;
  instance: string;
  request_id: string;
  topic: string;
  body: string;
}

export interface Tables {
  ledger: LedgerTable;
  inbox: InboxTable;
  outbox: OutboxTable;
}
