import { setTimeout as delay } from 'node:timers/promises';
import type { ChannelModel } from 'amqplib';
import { redact } from '../shared/redact.ts';
import { connectOnce } from './connection.ts';
import {
  type Trouble,
  troubleOfAlarm,
  troubleOfConnecting,
  troubleOfRight,
  troubleOfVersion,
} from './troubles.ts';
import { type MissingRight, publishToNobody, tryRights } from './try-rights.ts';
import { UnfitBroker } from './unfit-broker.ts';

/** An alarm answers within milliseconds, and so does a broker without one. */
const answerTimeoutMs = 5_000;

/** Publishes: who has published is told of an alarm that is in force, and nobody else is. */
const tryToPublish = async (model: ChannelModel): Promise<Trouble | MissingRight | null> => {
  const blocked = new Promise<Trouble>((resolve) => {
    model.once('blocked', (reason: string) => resolve(troubleOfAlarm(reason)));
  });
  const timer = new AbortController();
  const silence: Trouble = {
    what: `the broker has not confirmed a message within ${answerTimeoutMs / 1_000} s`,
    remedies: ['look into the log of that broker', 'unset AMQP_URL'],
  };
  const late = delay(answerTimeoutMs, silence, { signal: timer.signal }).catch(() => null);
  try {
    return await Promise.race([blocked, publishToNobody(model), late]);
  } finally {
    timer.abort();
  }
};

const troubleOn = async (model: ChannelModel, url: string): Promise<Trouble | null> => {
  const { product, version } = model.connection.serverProperties;
  const trouble = troubleOfVersion(product, version);
  if (trouble !== null) return trouble;
  // Before anything is declared: a broker that blocks a connection does not hear that it was closed, and keeps what it declared.
  const found = (await tryToPublish(model)) ?? (await tryRights(model));
  return found !== null && 'right' in found ? troubleOfRight(url, found) : found;
};

/**
 * Looks whether the broker at `url` can carry a run: login, virtual host, version, alarms, and the rights to configure, write and
 * read. Gives its version; throws an `UnfitBroker` at once otherwise. Leaves nothing on the broker.
 * @param where begins the message, for instance `AMQP_URL is set to …`.
 */
export const inspectBroker = async (url: string, where: string): Promise<string> => {
  const unfit = ({ what, remedies }: Trouble): UnfitBroker =>
    new UnfitBroker(
      redact(`${where}: ${what}`, url),
      remedies.map((remedy) => redact(remedy, url)),
    );
  const model = await connectOnce(url).catch((error: unknown) => {
    throw unfit(troubleOfConnecting(url, error));
  });
  try {
    const trouble = await troubleOn(model, url).catch((error: unknown) => troubleOfConnecting(url, error));
    if (trouble !== null) throw unfit(trouble);
    return model.connection.serverProperties.version;
  } finally {
    await model.close().catch(() => undefined);
  }
};
