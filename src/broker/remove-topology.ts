import { connectOnce } from './connection.ts';

/** Deletes queues and exchanges, as far as they exist. Rejects when the broker does not answer. */
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
    const channel = await model.createChannel();
    channel.on('error', () => undefined);
    for (const queue of queues) await channel.deleteQueue(queue);
    for (const exchange of exchanges) await channel.deleteExchange(exchange);
  } finally {
    await model.close().catch(() => undefined);
  }
};
