import type { Connection } from './database.ts';

interface Pending {
  readonly run: () => void;
  readonly committed: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Commits all work that arrived in one turn of the event loop in a single transaction. The method is known as group
 * commit (Gawlick and Kinkade, 1985); here it makes a transaction per message affordable.
 * The returned function resolves after the commit. Work that throws is rolled back and rejected alone.
 */
export const groupCommit = (connection: Connection): (<T>(work: () => T) => Promise<T>) => {
  const begin = connection.prepare('BEGIN IMMEDIATE');
  const commit = connection.prepare('COMMIT');
  const rollback = connection.prepare('ROLLBACK');
  let pending: Pending[] = [];

  const transact = (batch: readonly Pending[]): void => {
    begin.run();
    try {
      for (const { run } of batch) run();
      commit.run();
    } catch (error) {
      rollback.run();
      throw error;
    }
  };

  const alone = (entry: Pending): void => {
    try {
      transact([entry]);
      entry.committed();
    } catch (error) {
      entry.failed(error);
    }
  };

  const flush = (): void => {
    const batch = pending;
    pending = [];
    try {
      transact(batch);
    } catch {
      for (const entry of batch) alone(entry);
      return;
    }
    for (const { committed } of batch) committed();
  };

  return (work) =>
    new Promise((resolve, reject) => {
      let value: ReturnType<typeof work>;
      if (pending.length === 0) setImmediate(flush);
      pending.push({
        run: () => {
          value = work();
        },
        committed: () => resolve(value),
        failed: reject,
      });
    });
};
