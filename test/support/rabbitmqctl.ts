import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Broker } from '../../src/broker/broker.ts';
import { findServer } from '../../src/broker/find-program.ts';

const run = promisify(execFile);

/** Runs `rabbitmqctl` of the installation against a private node; gives what it prints. */
export type Control = (...words: readonly string[]) => Promise<string>;

/** The whole environment of a private node, as /proc tells it: its name, cookie and port mapper among others. */
const environmentOf = (pid: number): Record<string, string> =>
  Object.fromEntries(
    readFileSync(`/proc/${pid}/environ`, 'utf8')
      .split('\0')
      .filter((line) => line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

export const controlOf = (broker: Broker): Control => {
  const installation = findServer(process.env);
  if (installation === null || broker.pid === null) throw new Error('there is no private node to control');
  const program = join(dirname(installation.server), 'rabbitmqctl');
  const env = environmentOf(broker.pid);
  return async (...words) => (await run(program, ['--quiet', ...words], { env })).stdout;
};

/** Lines of a listing with this beginning. */
export const listed = async (
  control: Control,
  what: 'queues' | 'exchanges',
  beginning: string,
): Promise<readonly string[]> =>
  (await control(`list_${what}`, 'name')).split('\n').filter((name) => name.startsWith(beginning));

/** Raises the memory alarm; resolves when it is in force. `clearMemoryAlarm` ends it. */
export const raiseMemoryAlarm = async (control: Control): Promise<void> => {
  await control('set_vm_memory_high_watermark', '0.00001');
};

export const clearMemoryAlarm = async (control: Control): Promise<void> => {
  await control('set_vm_memory_high_watermark', '0.4');
};
