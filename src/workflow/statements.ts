import type { Insertable, Kysely } from 'kysely';
import type { Connection } from './database.ts';
import type { OutboxRow } from './order.ts';
import type { LedgerTable, Tables } from './tables.ts';

/** A notice as the live updates replay it. */
export interface NoticeRow {
  readonly seq: number;
  readonly request_id: string;
  readonly effect: string;
}

/** Compiles the statements of the hot path once. Values are bound in the order of the columns written here. */
export const prepareStatements = (connection: Connection, queries: Kysely<Tables>) => {
  const prepare = (compiled: { readonly sql: string }) => connection.prepare(compiled.sql);
  const ledgerRow = {
    request_id: '',
    user_id: '',
    plan: '',
    effect: '',
    payload: '',
    instance: '',
    draw: 0,
    received_at: 0,
    started_at: 0,
    at: 0,
  } as const;
  const append = prepare(queries.insertInto('ledger').values(ledgerRow).compile());
  const effectsOf = prepare(
    queries.selectFrom('ledger').select('effect').where('request_id', '=', '').orderBy('seq').compile(),
  );
  const recall = prepare(
    queries
      .selectFrom('inbox')
      .select('effect')
      .where('request_id', '=', '')
      .where('step', '=', '')
      .compile(),
  );
  const remember = prepare(
    queries.insertInto('inbox').values({ request_id: '', step: '', effect: '' }).compile(),
  );
  const post = prepare(
    queries.insertInto('outbox').values({ instance: '', request_id: '', topic: '', body: '' }).compile(),
  );
  const settle = prepare(queries.deleteFrom('outbox').where('id', '=', 0).compile());
  const posted = prepare(
    queries
      .selectFrom('outbox')
      .select(['id', 'request_id as requestId', 'topic', 'body'])
      .where('instance', '=', '')
      .orderBy('id')
      .compile(),
  );
  const since = prepare(
    queries
      .selectFrom('ledger')
      .select(['seq', 'request_id', 'effect'])
      .where('seq', '>', 0)
      .orderBy('seq')
      .compile(),
  );
  return {
    append: (row: Insertable<LedgerTable>): number =>
      Number(
        append.run(
          row.request_id,
          row.user_id,
          row.plan,
          row.effect,
          row.payload,
          row.instance,
          row.draw,
          row.received_at,
          row.started_at,
          row.at,
        ).lastInsertRowid,
      ),
    // Rows are what the columns of these queries hold; the driver types none of them.
    effectsOf: (requestId: string): string[] =>
      (effectsOf.all(requestId) as { effect: string }[]).map(({ effect }) => effect),
    recall: (requestId: string, step: string): string | undefined =>
      (recall.get(requestId, step) as { effect: string } | undefined)?.effect,
    remember: (requestId: string, step: string, effect: string) => void remember.run(requestId, step, effect),
    post: (instance: string, row: Omit<OutboxRow, 'id'>): number =>
      Number(post.run(instance, row.requestId, row.topic, row.body).lastInsertRowid),
    settle: (id: number) => void settle.run(id),
    posted: (instance: string) => posted.all(instance) as OutboxRow[],
    since: (seq: number) => since.all(seq) as NoticeRow[],
  };
};

export type Statements = ReturnType<typeof prepareStatements>;
