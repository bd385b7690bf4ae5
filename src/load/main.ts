import { constants, setPriority } from 'node:os';
import { openChannel } from '../shared/channel.ts';
import { nowMs } from '../shared/clock.ts';
import { lengthOf } from '../shared/stages.ts';
import type { Drive } from './drive.ts';
import { type Client, frontDoorClient } from './front-door.ts';
import { watchHealth } from './health.ts';
import { openStreams } from './live-streams.ts';
import { startOpenLoop } from './open-loop.ts';
import { plannedClient } from './planned-client.ts';
import type { FromLoad, LoadStart, Reach, ToLoad } from './protocol.ts';
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
  readonly reach: Client['reach'];
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
      reach: client.reach,
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
    // A closed loop keeps to its front doors, so that no scenario has it follow a service that scales.
    reach: () => undefined,
  };
};

/** Ends the load of a round and writes the tickets. */
type Finish = () => Promise<void>;

/** A load that is ready to begin. */
interface Prepared {
  readonly begin: (originMs: number) => Finish;
  readonly reach: (next: Reach) => Promise<void>;
}

/** Loads and connects all that the load of one round needs. */
const prepare = async (start: LoadStart): Promise<Prepared> => {
  const { seed, idPrefix, load, liveUpdates, ticketsFile } = start;
  const dueAt = schedule(load, seed);
  let recorder: Recorder | null = null;
  const streams = openStreams((...notice) => recorder?.noticed(...notice));
  const listening = streams.reach(liveUpdates ?? []);
  const driver = await driverOf(start);
  // A load that cannot hear the end of its requests still sends them: the round says why it is invalid.
  await listening;
  send({ type: 'ready' });
  const begin = (originMs: number): Finish => {
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
      await streams.dispose();
      writeTickets(ticketsFile, records.tickets());
      send({
        type: 'done',
        health: health.sumUp(records),
        repeatedNotices: records.repeatedNotices(),
        clientCalls: driver.clientCalls(),
        deafBecause: streams.deafBecause(),
        // Reported in kilobytes.
        peakRssBytes: process.resourceUsage().maxRSS * 1_024,
      });
    };
  };
  return {
    begin,
    reach: async (next) => {
      driver.reach(next);
      // Of a process that has worked for a moment before anybody listened to it, everything is asked for.
      await streams.reach(next.liveUpdates, '0');
    },
  };
};

let prepared: Prepared | null = null;
let finish: Finish | null = null;

const handle = async (message: ToLoad): Promise<void> => {
  switch (message.type) {
    case 'start':
      prepared = await prepare(message);
      break;
    case 'begin':
      finish = prepared?.begin(message.originMs) ?? null;
      break;
    case 'reach':
      await prepared?.reach(message.reach);
      send({ type: 'reached', id: message.id });
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
