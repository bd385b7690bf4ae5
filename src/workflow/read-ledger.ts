import { existsSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { openConnection, queriesOn } from './database.ts';
import type { LedgerEntry } from './order.ts';

/** What a service durably did and what it still owed the world, read from its file after the drain. */
export interface Ledger {
  readonly entries: readonly LedgerEntry[];
  /** Request ids of outbox rows that were never confirmed. */
  readonly unsent: readonly string[];
}

/** Reads a service's database file, which is named after the service. Throws when it cannot be read: an unreadable ledger must not look like an empty one. */
export const readLedger = async (file: string): Promise<Ledger> => {
  if (!existsSync(file)) throw new Error(`no ledger at ${file}`);
  const connection = openConnection(file);
  try {
    const queries = queriesOn(connection);
    const entries = await queries
      .selectFrom('ledger')
      .select([
        'request_id as requestId',
        'user_id as userId',
        'plan',
        'effect',
        'payload',
        'instance',
        'draw',
        'received_at as receivedAt',
        'started_at as startedAt',
        'at',
      ])
      .orderBy('seq')
      .execute();
    const unsent = await queries.selectFrom('outbox').select('request_id').execute();
    const service = basename(file, extname(file));
    return {
      entries: entries.map((entry) => ({ service, ...entry })),
      unsent: unsent.map((row) => row.request_id),
    };
  } finally {
    connection.close();
  }
};
