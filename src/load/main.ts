import { constants, setPriority } from 'node:os';
import { openChannel } from '../shared/channel.ts';
import { nowMs } from '../shared/clock.ts';
import { messageOf } from '../shared/errors.ts';
import { lengthOf } from '../shared/stages.ts';
import type { Drive } from './drive.ts';
import { type Client, frontDoorClient } from './front-door.ts';
import { watchHealth } from './health.ts';
import { listenTo } from './live-updates.ts';
import { startOpenLoop } from './open-loop.ts';
import { plannedClient } from './planned-client.ts';
import type { FromLoad, LoadStart, ToLoad } from './protocol.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import { retryingClient } from './retrying-client.ts';
import { schedule } from './schedule.ts';
import { writeTickets } from './tickets-file.ts';

// A generator that waits for a core measures the machine's scheduler. Only a privileged user may ask for this.
try {
  setPriority(constants.priority.PRIORITY_HIGHEST);
} catch {
  // The health figures show whether it would have been needed.
}

const progressEveryMs = 200;

const clientOf = (start: LoadStart, answersWhenDone: boolean): Client => {
  const { coordinates, frontDoors, path, clientRetries } = start;
  const client =
    coordinates === null
      ? frontDoorClient(frontDoors, path, answersWhenDone)
      : plannedClient(coordinates.plan, coordinates.urls);
  return clientRetries === 0 ? client : retryingClient(client, clientRetries);
};

interface Driver {
  readonly start: (originMs: number, recorder: Recorder) => Drive;
  readonly clientCalls: () => number | null;
}

const driverOf = async (start: LoadStart): Promise<Driver> => {
  const { seed, load, frontDoors, path, liveUpdates } = start;
  const { warmUpMs, patienceMs, sequence, payload } = load;
  const answersWhenDone = liveUpdates === null;
  if (load.saturate === null) {
    const client = clientOf(start, answersWhenDone);
    return {
      start: (originMs, recorder) =>
        startOpenLoop({ seed, originMs, patienceMs, sequence, payload, client, recorder }),
      clientCalls: client.calls,
    };
  }
  // autocannon takes a while to load, and most rounds do without it.
  const { startSaturation } = await import('./saturate.ts');
  const { connections } = load.saturate;
  const durationMs = lengthOf(load.stages);
  const times = { warmUpMs, durationMs, patienceMs };
  return {
    start: (originMs, recorder) =>
      startSaturation({
        ...times,
        originMs,
        seed,
        frontDoors,
        path,
        connections,
        payload,
        answersWhenDone,
        recorder,
      }),
    clientCalls: () => null,
  };
};

/** Ends the load of a round and writes the tickets. */
type Finish = () => Promise<void>;

/** Loads and connects all that the load of one round needs; the returned function starts it. */
const prepare = async (start: LoadStart): Promise<(originMs: number) => Finish> => {
  const { seed, idPrefix, load, liveUpdates, ticketsFile } = start;
  const dueAt = schedule(load, seed);
  let recorder: Recorder | null = null;
  const listeners = (liveUpdates ?? []).map((url) =>
    listenTo(url, (...notice) => recorder?.noticed(...notice)),
  );
  const driver = await driverOf(start);
  // A load that cannot hear the end of its requests still sends them: the round says why it is invalid.
  const connected = await Promise.allSettled(listeners.map(({ connected }) => connected));
  const deaf = connected.flatMap((one) => (one.status === 'rejected' ? [messageOf(one.reason)] : []));
  send({ type: 'ready' });
  return (originMs) => {
    const records = createRecorder(idPrefix, dueAt, originMs, liveUpdates === null);
    recorder = records;
    const health = watchHealth();
    const drive = driver.start(originMs, records);
    const progressTimer = setInterval(() => {
      if (drive.sentAll()) health.loadEnded();
      send(records.progress(drive.sentAll()));
    }, progressEveryMs);
    // The harness ends this process when it has the message: one that leaves by itself may be gone before it is read.
    return async () => {
      clearInterval(progressTimer);
      await drive.finish();
      await Promise.all(listeners.map((listener) => listener.dispose()));
      writeTickets(ticketsFile, records.tickets());
      send({
        type: 'done',
        health: health.sumUp(records),
        repeatedNotices: records.repeatedNotices(),
        clientCalls: driver.clientCalls(),
        deafBecause: [...new Set([...deaf, ...listeners.flatMap((listener) => listener.wrongAnswers())])],
        // Reported in kilobytes.
        peakRssBytes: process.resourceUsage().maxRSS * 1_024,
      });
    };
  };
};

let begin: ((originMs: number) => Finish) | null = null;
let finish: Finish | null = null;

const handle = async (message: ToLoad): Promise<void> => {
  switch (message.type) {
    case 'start':
      begin = await prepare(message);
      break;
    case 'begin':
      finish = begin?.(message.originMs) ?? null;
      break;
    case 'finish':
      await finish?.();
  }
};

const send = openChannel<{ to: ToLoad; from: FromLoad }>((message) => {
  handle(message).catch((error: unknown) => {
    process.stderr.write(
      `${nowMs().toFixed(0)} load: ${error instanceof Error ? (error.stack ?? '') : String(error)}\n`,
    );
    process.exit(1);
  });
});
