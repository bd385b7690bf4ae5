import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { EnvironmentError, messageOf } from '../shared/errors.ts';
import type { Broker } from './broker.ts';
import { untilReady } from './connection.ts';
import { timedBoot } from './timed-boot.ts';

const file = fileURLToPath(new URL('../../docker-compose.yml', import.meta.url));
const url = 'amqp://guest:guest@127.0.0.1:5672';
// Pulling the image for the first time is most of it.
const upTimeoutMs = 300_000;
const readyTimeoutMs = 90_000;

const run = promisify(execFile);

const compose = async (...words: string[]): Promise<string> => {
  try {
    return (await run('docker', ['compose', '-f', file, ...words], { timeout: upTimeoutMs })).stdout;
  } catch (error) {
    throw new EnvironmentError(`docker compose ${words.join(' ')}: ${messageOf(error)}`, { cause: error });
  }
};

/** Whether the Docker engine answers and has Compose. */
export const composeWorks = async (): Promise<boolean> => {
  try {
    await run('docker', ['compose', 'version'], { timeout: 10_000 });
    await run('docker', ['version', '--format', '{{.Server.Version}}'], { timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
};

const untilUp = (): Promise<string> => untilReady(url, readyTimeoutMs, () => null);

const containers = async (...filter: string[]): Promise<boolean> =>
  (await compose('ps', '--quiet', ...filter, 'rabbitmq')).trim() !== '';

/** What brings Docker back to where it was. Docker runs the broker, so the reaper cannot: a killed harness leaves it. */
const wayBack = async (): Promise<() => Promise<unknown>> => {
  if (await containers('--status', 'running')) return () => Promise.resolve();
  if (await containers('--all')) return () => compose('stop', 'rabbitmq');
  return () => compose('down', '--volumes');
};

/** The broker of docker-compose.yml; at the end it is as it was found: running, stopped, or not there. */
export const startComposeBroker = async (): Promise<Broker> => {
  const goBack = await wayBack();
  try {
    await compose('up', '--detach', '--wait', 'rabbitmq');
    const version = await untilUp();
    return {
      kind: 'compose',
      url,
      version,
      pid: null,
      canCrash: true,
      signal: async (signal) => {
        await compose('kill', '--signal', signal, 'rabbitmq');
      },
      kill: async () => {
        await compose('kill', '--signal', 'SIGKILL', 'rabbitmq');
      },
      finish: async (withinMs) => {
        await compose('stop', '--timeout', String(Math.ceil(withinMs / 1_000)), 'rabbitmq');
      },
      restart: timedBoot(async () => {
        await compose('start', 'rabbitmq');
        await untilUp();
      }),
      watch: () => () => undefined,
      [Symbol.asyncDispose]: async () => {
        await goBack();
      },
    };
  } catch (error) {
    await goBack();
    throw error;
  }
};
