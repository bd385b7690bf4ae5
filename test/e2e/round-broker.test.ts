import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectOnce } from '../../src/broker/connection.ts';
import type { Guardian } from '../../src/guardian/guardian.ts';
import { openRoundBroker } from '../../src/harness/round-broker.ts';
import { defaultPolicies } from '../../src/scenario/policies.ts';
import { styles } from '../../src/styles/index.ts';
import type { Style } from '../../src/styles/style.ts';
import { type Arena, openArena } from '../support/arena.ts';

let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
});
afterAll(async () => {
  await arena[Symbol.asyncDispose]();
});

const styleNamed = (name: string): Style => {
  const style = styles.get(name);
  if (style === undefined) throw new Error(`no style is named ${name}`);
  return style;
};

it('what a round has on another’s broker is known to the guardian beforehand, and goes with the round', async () => {
  const heard: string[] = [];
  const guardian: Guardian = {
    watch: () => undefined,
    forget: () => undefined,
    watchFolder: () => undefined,
    forgetFolder: () => undefined,
    watchTopology: ({ prefix, queues }) => heard.push(`watch ${prefix}: ${queues.length > 0}`),
    forgetTopology: (prefix) => heard.push(`forget ${prefix}`),
    pid: () => 0,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  const { url, version } = arena.broker;
  const broker = { ...arena.broker, kind: 'external' as const, url, version, pid: null };
  const plan = { style: styleNamed('events'), contestant: { policies: defaultPolicies }, prefix: 'aRound' };
  const onBroker = await openRoundBroker({ ...plan, guardian, broker }, new AbortController().signal);
  expect(heard).toEqual(['watch aRound: true']);
  const queues = onBroker?.topology?.queues ?? [];
  const model = await connectOnce(url);
  const channel = await model.createChannel();
  for (const queue of queues) await channel.assertQueue(queue);
  expect((await onBroker?.observer.depths(queues))?.size).toBe(queues.length);

  await onBroker?.[Symbol.asyncDispose]();
  expect(heard).toEqual(['watch aRound: true', 'forget aRound']);
  channel.on('error', () => undefined);
  await expect(channel.checkQueue(queues[0] ?? '')).rejects.toThrow(/NOT_FOUND/);
  await model.close();
});
