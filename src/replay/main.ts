import { randomUUID } from 'node:crypto';
import { connectOnce } from '../broker/connection.ts';
import { openChannel } from '../shared/channel.ts';
import { nowMs } from '../shared/clock.ts';
import { messageOf } from '../shared/errors.ts';
import type { Replayed, ReplayStart } from './protocol.ts';
import { createReadModel, loggedEvent } from './read-model.ts';

// A service that joins when all is over, and builds what it needs to know from the log of events.

/** A stream sends nothing without a prefetch. */
const prefetch = 500;

const replay = async ({ url, log, states }: ReplayStart): Promise<Replayed> => {
  const startedAt = nowMs();
  const model = await connectOnce(url);
  const channel = await model.createConfirmChannel();
  // A stream has no end; this marks where it was when the reader joined.
  const endMark = randomUUID();
  channel.sendToQueue(log, Buffer.alloc(0), { persistent: true, messageId: endMark });
  await channel.waitForConfirms();
  await channel.prefetch(prefetch);
  const readModel = createReadModel(states);
  let messages = 0;
  await new Promise<void>((resolve, reject) => {
    model.on('close', () => reject(new Error('the broker closed the connection')));
    channel.on('error', reject);
    channel
      .consume(
        log,
        (message) => {
          if (message === null) {
            reject(new Error(`the log ${log} was deleted`));
            return;
          }
          if (message.properties.messageId === endMark) {
            resolve();
            return;
          }
          messages += 1;
          readModel.take(loggedEvent.parse(JSON.parse(message.content.toString())));
          channel.ack(message);
        },
        { arguments: { 'x-stream-offset': 'first' } },
      )
      .catch(reject);
  });
  const tookMs = nowMs() - startedAt;
  await model.close();
  return { type: 'replayed', messages, tookMs, rows: readModel.rows() };
};

const send = openChannel<{ to: ReplayStart; from: Replayed }>((message) => {
  replay(message).then(send, (error: unknown) => {
    process.stderr.write(`${nowMs().toFixed(0)} replay: ${messageOf(error)}\n`);
    process.exit(1);
  });
});
