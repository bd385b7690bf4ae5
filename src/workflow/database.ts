import { Kysely, SqliteDialect } from 'kysely';
import Database from 'libsql';
import type { Tables } from './tables.ts';

export type Connection = Database.Database;

/**
 * Opens a service's SQLite file. WAL with synchronous=NORMAL: a commit survives the death of the process, which is
 * what the faults here cause; it would not survive a power cut.
 */
export const openConnection = (
  file: string,
  options: { readonly: boolean } = { readonly: false },
): Connection => {
  const connection = new Database(file, options.readonly ? { readonly: true } : {});
  if (!options.readonly) {
    connection.pragma('journal_mode = WAL');
    connection.pragma('synchronous = NORMAL');
  }
  connection.pragma('busy_timeout = 5000');
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
    .addColumn('effect', 'text', (column) => column.notNull())
    .addColumn('instance', 'text', (column) => column.notNull())
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
