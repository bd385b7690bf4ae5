import type { Channel, ChannelModel } from 'amqplib';

/** Does `work` on a channel of its own: a failed operation closes its channel, and must close no other. */
export const onChannel = async <T>(
  model: ChannelModel,
  work: (channel: Channel) => Promise<T>,
): Promise<T> => {
  const channel = await model.createChannel();
  channel.on('error', () => undefined);
  try {
    return await work(channel);
  } finally {
    await channel.close().catch(() => undefined);
  }
};
