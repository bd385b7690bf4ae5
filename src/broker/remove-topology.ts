import { connectOnce } from './connection.ts';
import { onChannel } from './on-channel.ts';

/** Deletes queues and exchanges, as far as they exist; one that cannot be deleted keeps no other. Rejects where any is left. */
export const removeTopology = async ({
  url,
  exchanges,
  queues,
}: {
  readonly url: string;
  readonly exchanges: readonly string[];
  readonly queues: readonly string[];
}): Promise<void> => {
  const model = await connectOnce(url);
  try {
    const outcomes = await Promise.allSettled([
      ...queues.map((queue) => onChannel(model, (channel) => channel.deleteQueue(queue))),
      ...exchanges.map((exchange) => onChannel(model, (channel) => channel.deleteExchange(exchange))),
    ]);
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  } finally {
    await model.close().catch(() => undefined);
  }
};
