import { Kysely, SqliteDialect } from 'kysely';
import Database from 'libsql';
import type { Tables } from './tables.ts';

export type Connection = Database.Database;

const retryMs = 10;
const mostTries = 500;
const sleeper = new Int32Array(new SharedArrayBuffer(4));

/**
 * Turns the write-ahead log on. The first to do so needs the file for itself, and SQLite does not wait for that, whatever the
 * busy time-out: the other instances of the service try again until the first is done, which leaves them nothing to do.
 */
const useWal = (connection: Connection): void => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      connection.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      const isLocked = error instanceof Error && error.message.includes('locked');
      if (!isLocked || attempt >= mostTries) throw error;
      Atomics.wait(sleeper, 0, 0, retryMs);
    }
  }
};

/**
 * Opens a service's SQLite file. WAL with synchronous=NORMAL: a commit survives the death of the process, which is
 * what the faults here cause; it would not survive a power cut.
 */
export const openConnection = (
  file: string,
  options: { readonly: boolean } = { readonly: false },
): Connection => {
  const connection = new Database(file, options.readonly ? { readonly: true } : {});
  // First of all: instances of a service open their file at the same moment, and each wants to set its journal up.
  connection.pragma('busy_timeout = 5000');
  if (!options.readonly) {
    useWal(connection);
    connection.pragma('synchronous = NORMAL');
  }
  return connection;
};

/** The query builder over a connection; hot statements are compiled with it once and then run on the connection. */
export const queriesOn = (connection: Connection): Kysely<Tables> =>
  new Kysely<Tables>({ dialect: new SqliteDialect({ database: connection }) });

/** Creates the tables of a service where they are missing; the same for every service and every style. */
export const createTables = async (queries: Kysely<Tables>): Promise<void> => {
  await queries.schema
    .createTable('ledger')
    .ifNotExists()
    .addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('plan', 'text', (column) => column.notNull())
    .addColumn('effect', 'text', (column) => column.notNull())
    .addColumn('payload', 'text', (column) => column.notNull())
    .addColumn('instance', 'text', (column) => column.notNull())
    .addColumn('draw', 'integer', (column) => column.notNull())
    .addColumn('received_at', 'real', (column) => column.notNull())
    .addColumn('started_at', 'real', (column) => column.notNull())
    .addColumn('at', 'real', (column) => column.notNull())
    .execute();
  await queries.schema
    .createIndex('ledger_by_request')
    .ifNotExists()
    .on('ledger')
    .column('request_id')
    .execute();
  await queries.schema
    .createTable('inbox')
    .ifNotExists()
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('step', 'text', (column) => column.notNull())
    .addColumn('effect', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('inbox_key', ['request_id', 'step'])
    .execute();
  await queries.schema
    .createTable('outbox')
    .ifNotExists()
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('instance', 'text', (column) => column.notNull())
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('topic', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
};
