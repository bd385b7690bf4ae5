import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Channels, openLink } from '../../src/styles/shared/amqp/broker-link.ts';
import { type Arena, openArena } from '../support/arena.ts';
import { clearMemoryAlarm, controlOf, raiseMemoryAlarm } from '../support/rabbitmqctl.ts';

let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
});
afterAll(async () => {
  await arena[Symbol.asyncDispose]();
});

const ignore = (): undefined => undefined;
const body = Buffer.from('{}');

test('a channel that the broker closes is opened anew, with the other one, on the same connection', async () => {
  const ups: Channels[] = [];
  const downs = vi.fn();
  await using _link = await openLink({
    url: arena.broker.url,
    down: downs,
    log: ignore,
    span: () => ignore,
    up: async (channels) => {
      await channels.consuming.assertQueue('of-the-link', { exclusive: true });
      ups.push(channels);
    },
  });
  for (const spoil of [
    ({ publishing }: Channels) => void publishing.publish('never-declared', 'key', body),
    ({ consuming }: Channels) => void consuming.checkQueue('never-declared').catch(ignore),
  ]) {
    const before = ups.length;
    spoil(ups.at(-1)!);
    await vi.waitFor(() => expect(ups.length).toBe(before + 1), 30_000);
    expect(downs).toHaveBeenCalledTimes(before);
    const { publishing, consuming } = ups.at(-1)!;
    publishing.sendToQueue('of-the-link', body);
    await publishing.waitForConfirms();
    // The queue is exclusive: only the connection that declared it may ask.
    expect((await consuming.checkQueue('of-the-link')).messageCount).toBe(before);
  }
});

test('what cannot be opened anew yet is tried again', async () => {
  const downs = vi.fn();
  let [ups, works] = [0, true];
  let channels: Channels | null = null;
  await using _link = await openLink({
    url: arena.broker.url,
    down: downs,
    log: ignore,
    span: () => ignore,
    up: (next) => {
      ups += 1;
      channels = next;
      return works ? Promise.resolve() : Promise.reject(new Error('not yet'));
    },
  });
  works = false;
  channels!.publishing.publish('never-declared', 'key', body);
  await vi.waitFor(() => expect(ups).toBeGreaterThan(3), 30_000);
  works = true;
  const tried = ups;
  await vi.waitFor(() => expect(ups).toBeGreaterThan(tried - 1), 30_000);
  await expect(channels!.publishing.waitForConfirms()).resolves.not.toThrow();
});

test('an alarm of the broker is marked by who publishes, and so is its end', async () => {
  const control = controlOf(arena.broker);
  const [begun, ended]: [string[], string[]] = [[], []];
  let channels: Channels | null = null;
  await using _link = await openLink({
    url: arena.broker.url,
    down: ignore,
    log: ignore,
    up: (next) => {
      channels = next;
      return Promise.resolve();
    },
    span: (name) => {
      begun.push(name);
      return () => ended.push(name);
    },
  });
  try {
    await raiseMemoryAlarm(control);
    channels!.publishing.publish('', 'nobody', body);
    await vi.waitFor(() => expect(begun).toEqual(['broker-blocked:low on memory']), 30_000);
    expect(ended).toEqual([]);
  } finally {
    await clearMemoryAlarm(control);
  }
  await vi.waitFor(() => expect(ended).toEqual(begun), 30_000);
});
