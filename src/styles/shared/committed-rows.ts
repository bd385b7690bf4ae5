import type { OutboxRow } from '../../workflow/order.ts';
import type { ServiceContext } from '../style.ts';

/** Those of the rows that stand in the outbox. After a failed step only the table knows whether its commit came first. */
export const committedRows = (self: ServiceContext, rows: readonly OutboxRow[]): readonly OutboxRow[] => {
  if (rows.length === 0) return [];
  const owners = new Map(self.store.posted().map(({ id, requestId }) => [id, requestId]));
  return rows.filter(({ id, requestId }) => owners.get(id) === requestId);
};
