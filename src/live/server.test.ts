import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rawAsk, requestText, statusOf } from '../../test/support/raw-request.ts';
import type { ProgressEvent } from '../harness/progress.ts';
import { type LiveView, serveLive } from './server.ts';

const scenario = {
  title: 'A run',
  claim: 'It can be followed.',
  why: '',
  name: 'literal',
  source: 'title: A run\n',
  contestants: [{ name: 'http' }],
};
const event: ProgressEvent = {
  scenario: 'literal',
  contestant: 'http',
  round: 1,
  rounds: 1,
  phase: 'load',
  elapsedMs: 1,
  remainingMs: 1,
  sent: 1,
  accepted: 1,
  completed: 1,
  failed: 0,
  t: 1,
  backlog: 0,
  inFlight: 0,
  recent: { accepted: null, completed: null },
  faults: [],
};

describe('the live view', () => {
  let live: LiveView;
  const strays: unknown[] = [];
  const stray = (error: unknown): void => void strays.push(error);
  beforeAll(async () => {
    process.on('unhandledRejection', stray).on('uncaughtException', stray);
    live = await serveLive(scenario, 0);
  });
  afterAll(async () => {
    await live[Symbol.asyncDispose]();
    process.off('unhandledRejection', stray).off('uncaughtException', stray);
  });

  test.each([
    ['//', 404],
    ['//events', 404],
    ['/live.js/../events/%', 400],
    ['/live.js', 200],
    ['/echarts.js', 200],
  ])('GET %s: %i', async (path, expected) => {
    expect(await statusOf(rawAsk(live.url, { path }))).toBe(expected);
  });

  test('survives visitors that leave at every moment, and keeps none of them', async () => {
    const text = requestText(live.url, { path: '/events' });
    for (let length = 1; length <= 60; length += 1) {
      const socket = connect(Number(new URL(live.url).port), '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(length > 50 ? `${text}no HTTP\r\n\r\n` : text.slice(0, length * 2));
      socket.resume();
      if (length % 3 === 0) await once(socket, 'connect');
      if (length % 2 === 0) socket.resetAndDestroy();
      else socket.destroy();
      live.listener.progress(event);
    }
    expect(await statusOf(rawAsk(live.url, { path: '/' }))).toBe(200);
    // Nobody is there any more, so nobody is waited for.
    const turn = () => new Promise((resolve) => setImmediate(resolve, 'waits'));
    const ended = () => Promise.race([live.finish('<p>report</p>').then(() => 'ended'), turn()]);
    await expect.poll(ended, { timeout: 20_000 }).toBe('ended');
    expect(await rawAsk(live.url, { path: '/' })).toContain('<p>report</p>');
    expect(strays).toEqual([]);
  }, 60_000);

  test('lets go of a visitor that does not read', async () => {
    const socket = connect(Number(new URL(live.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(requestText(live.url, { path: '/events' }));
    await once(socket, 'data');
    socket.pause();
    const large = { ...event, scenario: 'x'.repeat(1_000_000) };
    const closed = new Promise((resolve) => socket.once('close', resolve));
    for (let sent = 0; sent < 40; sent += 1) live.listener.progress(large);
    socket.resume();
    await closed;
    expect(await statusOf(rawAsk(live.url, { path: '/live.js' }))).toBe(200);
  });
});
