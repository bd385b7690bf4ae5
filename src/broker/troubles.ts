import { readAddress } from '../shared/address.ts';
import { messageOf } from '../shared/errors.ts';
import { BrokerRefusal } from './refusal.ts';
import type { MissingRight } from './try-rights.ts';

/** What is wrong with a broker, and what to do about it, any one of them. */
export interface Trouble {
  readonly what: string;
  readonly remedies: readonly string[];
}

const leastVersion = { major: 3, minor: 8 };

const vhostIn = (url: string): string => {
  const path = URL.canParse(url) ? new URL(url).pathname.slice(1) : '';
  return path === '' ? '/' : decodeURIComponent(path);
};

const quoted = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** As an argument of a command; a user whom messages do not show stays a placeholder. */
const userIn = (url: string): string => {
  const { user, hasSecret } = readAddress(url);
  return user === null && hasSecret ? 'USER' : quoted(user ?? 'guest');
};

/** Gives what runs need, and nothing beyond it. */
const grant = (url: string): string =>
  `give the rights: rabbitmqctl set_permissions -p ${quoted(vhostIn(url))} ${userIn(url)} '^tandem-' '^(tandem-|amq\\.default$)' '^tandem-'`;

const troubleOfVhost = (url: string, text: string): Trouble => {
  const vhost = quoted(vhostIn(url));
  if (text.includes('not found')) {
    return {
      what: `the broker has no virtual host ${vhost} (${text})`,
      remedies: [
        `make it: rabbitmqctl add_vhost ${vhost}`,
        'name another at the end of AMQP_URL: none stands for /, and a / within a name is written as %2F',
      ],
    };
  }
  if (text.includes('limit')) {
    return {
      what: `the broker takes no further connection (${text})`,
      remedies: ['close other connections, or raise that limit'],
    };
  }
  return {
    what: `the broker refuses the virtual host ${vhost} to this user (${text})`,
    remedies: [grant(url)],
  };
};

/** Why no connection came about. */
export const troubleOfConnecting = (url: string, error: unknown): Trouble => {
  const text = messageOf(error);
  if (!(error instanceof BrokerRefusal)) {
    return { what: `no broker answers there: ${text}`, remedies: ['start that broker, or unset AMQP_URL'] };
  }
  if (error.code !== 403) return troubleOfVhost(url, text);
  return {
    what: `the broker refuses the login (${text})`,
    remedies: [
      'correct user and password in AMQP_URL',
      `on the machine of the broker, rabbitmqctl change_password ${userIn(url)} sets another`,
    ],
  };
};

/** Why a broker of this version cannot be used; null when it can. Others than RabbitMQ count their versions otherwise. */
export const troubleOfVersion = (product: string, version: string): Trouble | null => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < leastVersion.major || (major === leastVersion.major && minor < leastVersion.minor);
  if (product !== 'RabbitMQ' || !isOld) return null;
  return {
    what: `RabbitMQ ${version} is too old (needs ${leastVersion.major}.${leastVersion.minor} or later)`,
    remedies: ['install a later RabbitMQ, or unset AMQP_URL'],
  };
};

/** The sentence on a broker that blocks publishers, in its own words on why. */
export const troubleOfAlarm = (reason: string): Trouble => ({
  what: `the broker blocked publishers: ${reason}`,
  remedies: [
    'see its alarms on its machine: rabbitmq-diagnostics alarms',
    ...(reason.includes('memory')
      ? ['free memory there, or raise its limit: rabbitmqctl set_vm_memory_high_watermark 0.6']
      : []),
    ...(reason.includes('disk')
      ? ['free disk space there, or lower its limit: rabbitmqctl set_disk_free_limit 1GB']
      : []),
  ],
});

export const troubleOfRight = (url: string, { right, on, text }: MissingRight): Trouble => ({
  what: `the user lacks the right to ${right} ${on} (${text})`,
  remedies: [grant(url)],
});
