import { randomBytes } from 'node:crypto';
import { openSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import getPort from 'get-port';
import type { Reaper } from '../reaper/reaper.ts';
import { watchedFolder } from '../reaper/watched-folder.ts';
import type { ServerInstallation } from './find-program.ts';

/** What stays the same over the crashes and restarts of a private node. */
export interface NodeFolder {
  readonly path: string;
  readonly url: string;
  readonly epmdPort: number;
  /** The whole environment of the node: nothing of the caller's RabbitMQ or Erlang settings gets in. */
  readonly environment: Readonly<Record<string, string>>;
  /** A descriptor for what the node prints; the caller closes it. */
  readonly openLog: () => number;
  readonly logTail: () => Promise<string>;
  /** Writes rabbitmq.conf anew, with further lines. */
  readonly configure: (further: string) => Promise<void>;
}

// Below the ephemeral ranges of Linux (32768 and up) and macOS (49152 and up): otherwise an outgoing connection of the
// load could take the port while the broker is down, or a client that retries could connect to itself.
const portRange = { from: 20_000, to: 32_000 };

const candidatePorts = function* (): Generator<number> {
  const size = portRange.to - portRange.from;
  const start = randomBytes(4).readUInt32LE() % size;
  for (let step = 0; step < size; step += 1) yield portRange.from + ((start + step) % size);
};

const freePort = (): Promise<number> => getPort({ host: '127.0.0.1', port: candidatePorts() });

/** rabbitmq.conf; keys that every release from 3.8 on knows. */
const nodeConfiguration = (port: number, user: string, password: string): string =>
  [
    `listeners.tcp.1 = 127.0.0.1:${port}`,
    `default_user = ${user}`,
    `default_pass = ${password}`,
    `loopback_users.${user} = true`,
    // The default stops all publishers below the size of the memory, which a laptop's disk may not have free.
    'disk_free_limit.absolute = 50MB',
    'vm_memory_high_watermark.relative = 0.4',
    // Seconds. A service that a fault stops for a while must not lose its connection for that.
    'heartbeat = 60',
    'log.file = false',
    'log.console = true',
    'log.console.level = info',
    '',
  ].join('\n');

const environmentOf = (
  path: string,
  installation: ServerInstallation,
  name: string,
  ports: readonly [number, number],
) => ({
  // Homebrew may have linked nothing: the Erlang programs stand beside epmd.
  PATH: [process.env['PATH'] ?? '', dirname(installation.epmd)].join(delimiter),
  LANG: 'C.UTF-8',
  // Erlang keeps its cookie here, so the node shares a secret with no other.
  HOME: path,
  ERL_EPMD_ADDRESS: '127.0.0.1',
  ERL_EPMD_PORT: String(ports[0]),
  ERL_CRASH_DUMP: join(path, 'erl_crash.dump'),
  RABBITMQ_NODENAME: name,
  RABBITMQ_DIST_PORT: String(ports[1]),
  RABBITMQ_MNESIA_BASE: join(path, 'data'),
  RABBITMQ_LOG_BASE: join(path, 'log'),
  RABBITMQ_CONFIG_FILE: join(path, 'rabbitmq.conf'),
  RABBITMQ_ENABLED_PLUGINS_FILE: join(path, 'enabled_plugins'),
  RABBITMQ_PID_FILE: join(path, 'pid'),
  // Not a file, so the settings of the system's own broker are not read.
  RABBITMQ_CONF_ENV_FILE: '/dev/null',
  // The port between nodes listens on every address unless told.
  RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
  // The start script then becomes the Erlang VM instead of waiting for it: its process is the one to kill.
  detached: 'true',
});

let made = 0;

/** Makes a folder under the system's temporary one, with the node's configuration in it; everything else follows there, and the reaper knows of it. */
export const makeNodeFolder = async (
  installation: ServerInstallation,
  reaper: Reaper,
): Promise<NodeFolder> => {
  const path = watchedFolder('tandem-broker-', reaper);
  const port = await freePort();
  const epmdPort = await freePort();
  const password = randomBytes(16).toString('hex');
  made += 1;
  const configure = (further: string): Promise<void> =>
    writeFile(join(path, 'rabbitmq.conf'), `${nodeConfiguration(port, 'tandem', password)}${further}`, {
      mode: 0o600,
    });
  await configure('');
  await writeFile(join(path, 'enabled_plugins'), '[].\n');
  const log = join(path, 'broker.log');
  return {
    path,
    url: `amqp://tandem:${password}@127.0.0.1:${port}`,
    epmdPort,
    environment: environmentOf(path, installation, `tandem-${process.pid}-${made}@localhost`, [
      epmdPort,
      await freePort(),
    ]),
    configure,
    openLog: () => openSync(log, 'a'),
    logTail: async () =>
      (await readFile(log, 'utf8').catch(() => '')).trimEnd().split('\n').slice(-15).join('\n'),
  };
};
