import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Broker } from '../../src/broker/broker.ts';
import { untilReady } from '../../src/broker/connection.ts';
import { inspectExternalBroker } from '../../src/broker/external.ts';
import { startBroker } from '../../src/broker/index.ts';
import { connectObserver } from '../../src/broker/observer.ts';
import { type Reaper, startReaper } from '../../src/reaper/reaper.ts';
import { messageOf } from '../../src/shared/errors.ts';
import {
  type Control,
  clearMemoryAlarm,
  controlOf,
  listed,
  raiseMemoryAlarm,
} from '../support/rabbitmqctl.ts';

const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const password = 'hunter22zweiundvierzig';

let reaper: Reaper;
let broker: Broker;
let control: Control;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-unfit-'));
  writeFileSync(
    join(folder, 'case.yaml'),
    'title: A case\nclaim: It never begins.\nrounds: 1\ncontestants: { events: { style: events } }\nload: { rate: 20/s, warmUp: 0s, duration: 2s, maxSendLag: 600s, maxOthers: 100% }\n',
  );
  reaper = await startReaper();
  broker = await startBroker({ reaper, log: () => undefined, require: 'crashable' });
  control = controlOf(broker);
  await control('add_user', 'poor', password);
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await broker[Symbol.asyncDispose]();
  await reaper[Symbol.asyncDispose]();
});

const addressOf = (user: string, word: string, vhost = ''): string => {
  const url = new URL(broker.url);
  Object.assign(url, { username: user, password: word, pathname: `/${vhost}` });
  return url.href;
};

const tandem = (address: string, ...words: string[]): Promise<{ code: unknown; said: string }> =>
  new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: '1', AMQP_URL: address };
    execFile(process.execPath, [program, ...words], { cwd: folder, env }, (error, out, err) =>
      resolve({ code: error?.code ?? 0, said: out + err }),
    );
  });

/** What `doctor` and the start of a run say alike; both must end with 4. */
const refusedWith = async (address: string): Promise<string> => {
  const doctor = await tandem(address, 'doctor');
  const run = await tandem(address, 'run', 'case.yaml', '--out', 'out');
  expect([doctor.code, run.code]).toEqual([4, 4]);
  const [, what = ''] = /^FAIL {2}broker +(.*)$/m.exec(doctor.said) ?? [];
  const anyName = (text: string): string => text.replaceAll(/(?<=check-)[\da-f]+/g, '…');
  expect(anyName(run.said)).toContain(anyName(what));
  for (const said of [doctor.said, run.said]) expect(said).not.toContain('hunter22');
  const remedies = run.said.split('\n').flatMap((line) => /^ +- (.*)$/.exec(line)?.[1] ?? []);
  expect(remedies).not.toEqual([]);
  for (const remedy of remedies) expect(doctor.said).toContain(`- ${remedy}`);
  return [what, ...remedies].join('\n');
};

describe('a broker that cannot carry a run is named at once, by doctor and run alike', () => {
  test('a wrong password', async () => {
    const said = await refusedWith(addressOf('poor', 'hunter22-and-wrong'));
    expect(said).toMatch(/^AMQP_URL is set to amqp:\/\/poor:.* refuses the login \(ACCESS_REFUSED/);
    expect(said).toContain("change_password 'poor'");
  });

  test('a virtual host that is not there', async () => {
    const said = await refusedWith(addressOf('poor', password, 'nowhere'));
    expect(said).toMatch(/no virtual host 'nowhere' \(NOT_ALLOWED - vhost nowhere not found\)/);
    expect(said).toContain("rabbitmqctl add_vhost 'nowhere'");
  });

  test('a virtual host of others, whose remedy is one', async () => {
    const address = addressOf('poor', password, 'of%2Fothers');
    await control('add_vhost', 'of/others');
    const said = await refusedWith(address);
    expect(said).toMatch(/refuses the virtual host 'of\/others' to this user \(NOT_ALLOWED/);
    await obey(said);
    expect(await inspectExternalBroker(address)).toBe(broker.version);
  });

  test.each([
    ['configure', '^other', '.*', '.*', /right to configure tandem-run-check-\w+ \(ACCESS_REFUSED/],
    ['write', '.*', '^(other|amq\\.default$)', '.*', /right to write tandem-run-check-\w+ \(ACCESS_REFUSED/],
    ['write by default', '.*', '^tandem-', '.*', /right to write the default exchange \(ACCESS_REFUSED/],
    ['read', '.*', '.*', '^other', /right to read tandem-run-check-\w+ \(ACCESS_REFUSED/],
  ])('a right that is missing: %s', async (_, configure, write, read, expected) => {
    const address = addressOf('poor', password);
    await control('set_permissions', '-p', '/', 'poor', configure, write, read);
    const error: unknown = await inspectExternalBroker(address).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ exitCode: 4, message: expect.stringMatching(expected) });
    expect(await listed(control, 'exchanges', 'tandem-')).toEqual([]);
    await obey(messageOf(error));
    expect(await inspectExternalBroker(address)).toBe(broker.version);
  });

  test('an alarm', async () => {
    await raiseMemoryAlarm(control);
    try {
      const said = await refusedWith(broker.url);
      expect(said).toMatch(/the broker blocked publishers: low on memory\n/);
      expect(said).toContain('rabbitmqctl set_vm_memory_high_watermark');
    } finally {
      await clearMemoryAlarm(control);
    }
  });
});

/** Runs the command that a remedy names. */
const obey = async (said: string): Promise<void> => {
  const [, words = ''] = /: rabbitmqctl (set_permissions .*)$/m.exec(said) ?? [];
  await control(...[...words.matchAll(/'([^']*)'|(\S+)/g)].map(([, inner, bare]) => inner ?? bare ?? ''));
};

test('the rights that a remedy gives are enough for a run', async () => {
  await control('set_permissions', '-p', '/', 'poor', '^none$', '^none$', '^none$');
  await obey(await refusedWith(addressOf('poor', password)));
  const { code, said } = await tandem(
    addressOf('poor', password),
    ...['run', 'case.yaml', '--out', 'out', '--yes'],
  );
  expect(said).not.toMatch(/ACCESS_REFUSED|invalid/);
  expect(code).toBe(0);
  expect(await listed(control, 'queues', 'tandem-')).toEqual([]);
  expect(await listed(control, 'exchanges', 'tandem-')).toEqual([]);
});

describe('who waits for a broker gives up at once when it refuses', () => {
  test('for its start', async () => {
    const address = addressOf('poor', password, 'nowhere');
    await expect(untilReady(address, 120_000, () => null)).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringMatching(/vhost nowhere not found\.$/),
    });
  });

  test('for its return', async () => {
    await expect(connectObserver(addressOf('poor', 'wrong'))).rejects.toThrow(/Login was refused/);
  });
});
