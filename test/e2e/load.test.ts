import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { cutOff } from '../../src/load/ticket.ts';
import { type Answering, serveFrontDoor } from '../support/load/front-door-server.ts';
import { type LoadChild, rowsOf, startLoadChild } from '../support/load/load-child.ts';
import { serveUpdates } from '../support/load/update-server.ts';

const indexOf = (id: string): number => Number(id.split('-')[1]);
const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `t1-${index}`);
const answered = ({ waiting }: { waiting: number }): boolean => waiting === 0;

const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};
const active: Answering = (_, response) => json(response, 201, { outcome: 'active' });

const ended = async (load: LoadChild) => {
  await load.until(answered);
  return load.finish();
};

test('every intended request is sent once, and its answer is its completion', async () => {
  await using door = await serveFrontDoor(active);
  await using load = await startLoadChild({ frontDoors: [door.url] });
  const { tickets, done } = await ended(load);
  expect(tickets.count).toBe(120);
  expect(door.arrivals.map(({ id }) => id).sort()).toEqual(ids(120).sort());
  expect(tickets.dueAt.filter((due) => due < 0)).toHaveLength(20);
  for (const row of rowsOf(tickets)) {
    expect(row).toMatchObject({ answer: 'active', status: 201, error: '', completed: true });
  }
  expect([...tickets.completedAt]).toEqual([...tickets.answeredAt]);
  expect(tickets.sentAt.every((sentAt, index) => sentAt >= tickets.dueAt[index]!)).toBe(true);
  expect(done.health).toMatchObject({ intended: 120, sent: 120 });
  expect(load.progress()).toMatchObject({ sent: 120, answered: 120, completed: 120, failed: 0, awaiting: 0 });
});

test('a user who presses the button again sends the same key, and the last answer counts', async () => {
  const seen = new Set<string>();
  await using door = await serveFrontDoor(({ id }, response) => {
    json(response, seen.has(id) ? 201 : 503, { outcome: seen.has(id) ? 'active' : 'failed' });
    seen.add(id);
  });
  await using load = await startLoadChild({ frontDoors: [door.url], clientRetries: 1 });
  const { tickets, done } = await ended(load);
  expect(done.clientCalls).toBe(240);
  expect([...seen].sort()).toEqual(ids(120).sort());
  for (const row of rowsOf(tickets)) expect(row).toMatchObject({ answer: 'active', status: 201 });
});

test('the same seed sends the same orders; front doors take turns', async () => {
  await using first = await serveFrontDoor(active);
  await using second = await serveFrontDoor(active);
  await using load = await startLoadChild({ frontDoors: [first.url, second.url] });
  await ended(load);
  await using alone = await serveFrontDoor(active);
  await using again = await startLoadChild({ frontDoors: [alone.url] });
  await ended(again);
  const orders = (arrivals: typeof alone.arrivals) =>
    arrivals
      .map(({ id, userId, plan }) => ({ id, userId, plan }))
      .sort((a, b) => indexOf(a.id) - indexOf(b.id));
  expect(first.arrivals).toHaveLength(60);
  expect(orders([...first.arrivals, ...second.arrivals])).toEqual(orders(alone.arrivals));
});

test('every kind of answer, and of none, is one outcome', async () => {
  const kinds: readonly Answering[] = [
    (_, response) => json(response, 402, { outcome: 'declined' }),
    (_, response) => json(response, 503, { outcome: 'refused' }),
    (_, response) => response.writeHead(200).end(),
    (_, response) => response.socket?.resetAndDestroy(),
    (_, response) => response.socket?.destroy(),
    () => undefined,
    // Cut off in the middle of the answer.
    (_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"outcome":');
      setImmediate(() => response.socket?.destroy());
    },
  ];
  await using door = await serveFrontDoor((arrival, response) => {
    kinds[indexOf(arrival.id) % kinds.length]?.(arrival, response);
  });
  await using load = await startLoadChild({ frontDoors: [door.url], load: { patienceMs: 2_000 } });
  const { tickets } = await ended(load);
  const expected = [
    { answer: 'declined', status: 402, error: '', answered: true, completed: false },
    { answer: 'error', status: 503, error: '', answered: true, completed: false },
    { answer: 'active', status: 200, error: '', answered: true, completed: true },
    { answer: 'none', status: 0, error: 'ECONNRESET', answered: false, completed: false },
    { answer: 'none', status: 0, error: 'UND_ERR_SOCKET', answered: false, completed: false },
    { answer: 'none', status: 0, error: 'timeout', answered: false, completed: false },
    { answer: 'none', status: 0, error: 'UND_ERR_SOCKET', answered: false, completed: false },
  ];
  for (const row of rowsOf(tickets)) expect(row).toMatchObject(expected[indexOf(row.id) % kinds.length]!);
  expect(door.arrivals).toHaveLength(tickets.count);
  expect(door.arrivals.every(({ deadlineMs }) => deadlineMs > 0 && deadlineMs <= 2_000)).toBe(true);
});

test('a front door that is closed refuses every request, and the load goes on', async () => {
  const door = await serveFrontDoor(active);
  await door[Symbol.asyncDispose]();
  await using load = await startLoadChild({ frontDoors: [door.url] });
  const { tickets } = await ended(load);
  expect(rowsOf(tickets)).toHaveLength(120);
  for (const row of rowsOf(tickets)) {
    expect(row).toMatchObject({ answer: 'none', error: 'ECONNREFUSED', sent: true });
  }
});

test('live updates complete requests, also across a broken stream, and repeats are counted', async () => {
  await using updates = await serveUpdates();
  const noticeOf = (id: string) => (['ready', 'declined', 'failed'] as const)[indexOf(id) % 3];
  await using door = await serveFrontDoor(({ id }, response) => {
    json(response, 202, { outcome: 'accepted' });
    const told = { requestId: id, notice: noticeOf(id) };
    // Every tenth is told twice, in one event.
    updates.push(indexOf(id) % 10 === 0 ? [told, told] : told);
    updates.push({ requestId: 'another-round-1', notice: 'ready' });
    if (indexOf(id) === 40) updates.breakStreams();
  });
  await using load = await startLoadChild({
    frontDoors: [door.url],
    liveUpdates: [`${updates.url}/updates`],
  });
  const progress = await load.until(({ waiting, awaiting }) => waiting === 0 && awaiting === 0);
  const { tickets, done } = await load.finish();
  for (const row of rowsOf(tickets)) {
    expect(row).toMatchObject({ answer: 'accepted', notice: noticeOf(row.id), completed: true });
  }
  expect(progress).toMatchObject({ accepted: 120, completed: 40, answered: 120 });
  expect(done.repeatedNotices).toBe(12);
  expect(updates.connections).toEqual([null, expect.any(Number)]);
});

test('what is accepted and never told of is awaited, to the end', async () => {
  await using updates = await serveUpdates();
  await using door = await serveFrontDoor((_, response) => json(response, 202, { outcome: 'accepted' }));
  await using load = await startLoadChild({
    frontDoors: [door.url],
    liveUpdates: [`${updates.url}/updates`],
  });
  const progress = await load.until(answered);
  expect(progress).toMatchObject({ accepted: 120, awaiting: 120, completed: 0 });
  const { tickets } = await load.finish();
  for (const row of rowsOf(tickets)) expect(row).toMatchObject({ notice: 'none', completed: false });
});

test('finish gives up what is still open; an interrupt from the terminal does not', async () => {
  await using door = await serveFrontDoor(() => undefined);
  await using load = await startLoadChild({ frontDoors: [door.url] });
  await load.until(({ waiting }) => waiting === 120);
  load.process.kill('SIGINT');
  const { tickets } = await load.finish();
  for (const row of rowsOf(tickets)) expect(row).toMatchObject({ sent: true, answer: 'none', error: cutOff });
});

test('the process leaves when its parent has left', async () => {
  await using door = await serveFrontDoor(active);
  await using load = await startLoadChild({ frontDoors: [door.url] });
  await load.until(() => true);
  load.process.disconnect();
  expect(await once(load.process, 'exit')).toEqual([0, null]);
});

test('saturation keeps every connection busy and cuts no request off', async () => {
  const held: (() => void)[] = [];
  await using door = await serveFrontDoor((arrival, response) => {
    // Nobody is answered before all connections wait.
    held.push(() => active(arrival, response));
    if (door.openPeak() === 5) for (const answer of held.splice(0)) answer();
  });
  await using load = await startLoadChild({
    frontDoors: [door.url],
    load: { stages: [{ perSecond: 0, forMs: 3_000 }], saturate: { connections: 5 } },
  });
  const { tickets, done } = await ended(load);
  expect(door.openPeak()).toBe(5);
  expect(tickets.count).toBeGreaterThan(20);
  expect(door.arrivals.map(({ id }) => id).sort()).toEqual(ids(tickets.count).sort());
  for (const row of rowsOf(tickets))
    expect(row).toMatchObject({ answer: 'active', error: '', completed: true });
  expect([...tickets.dueAt]).toEqual([...tickets.sentAt]);
  expect([...tickets.dueAt]).toEqual([...tickets.dueAt].sort((a, b) => a - b));
  expect(done.health).toMatchObject({ intended: tickets.count, sent: tickets.count });
});

test('saturation counts answers that are late or never come', async () => {
  const held = 7;
  await using door = await serveFrontDoor((arrival, response) => {
    if (indexOf(arrival.id) === held) return;
    if (indexOf(arrival.id) % 2 === 0) json(response, 503, { outcome: 'refused' });
    else active(arrival, response);
  });
  await using load = await startLoadChild({
    frontDoors: [door.url],
    load: { stages: [{ perSecond: 0, forMs: 3_000 }], saturate: { connections: 3 } },
  });
  await load.until(({ waiting }) => waiting === 1);
  const { tickets } = await load.finish();
  const rows = rowsOf(tickets);
  expect(rows[held]).toMatchObject({ answer: 'none', error: cutOff });
  for (const row of rows.filter(({ id }) => indexOf(id) !== held)) {
    expect(row.answer).toBe(indexOf(row.id) % 2 === 0 ? 'error' : 'active');
  }
});
