import { existsSync } from 'node:fs';
import { runProgram, succeeds } from './run-program.ts';

const policyFile = '/usr/sbin/policy-rc.d';
const environment = ['env', 'DEBIAN_FRONTEND=noninteractive'] as const;
// Seconds to wait for another apt, such as the unattended upgrades of a machine that has just started.
const apt = ['apt-get', '-q', '-o', 'DPkg::Lock::Timeout=120'] as const;

/** How to become root here: not at all, by sudo without a password, or (null) in no way. */
export const rootPrefix = async (): Promise<readonly string[] | null> => {
  if (process.getuid?.() === 0) return [];
  return (await succeeds(['sudo', '-n', 'true'])) ? ['sudo', '-n'] : null;
};

/**
 * invoke-rc.d(8): while this file exits with 101, no package starts its services. Only the program is wanted here, not
 * a broker of the system that listens on every address. A file that is there already is left alone.
 */
const withoutStartingServices = async (
  root: readonly string[],
  install: () => Promise<void>,
): Promise<void> => {
  const asRoot = (script: string): readonly string[] => [...root, 'sh', '-c', script];
  const placed = await succeeds(
    asRoot(
      `test ! -e ${policyFile} && printf '#!/bin/sh\\nexit 101\\n' > ${policyFile} && chmod 755 ${policyFile}`,
    ),
  );
  try {
    await install();
  } finally {
    if (placed) await runProgram(asRoot(`rm -f ${policyFile}`));
  }
};

/** Installs the packaged RabbitMQ; its service neither starts now nor at the next boot. */
export const installWithApt = async (root: readonly string[], log: (line: string) => void): Promise<void> => {
  const command = (...words: readonly string[]): readonly string[] => [...root, ...environment, ...words];
  const install = [...apt, 'install', '-y', '--no-install-recommends', 'rabbitmq-server'];
  log(`no broker found; installing one: ${[...root, 'apt-get update'].join(' ')}`);
  // One unreachable package source of several fails the update; whether it matters shows at the install.
  if (!(await succeeds(command(...apt, 'update'))))
    log('apt-get update reported errors; going on with the lists there are');
  // Erlang brings a service of its own; where Erlang was before, that service is somebody else's business.
  const services = existsSync('/usr/bin/epmd')
    ? ['rabbitmq-server']
    : ['rabbitmq-server', 'epmd.service', 'epmd.socket'];
  log(
    `${[...root, 'apt-get install -y --no-install-recommends rabbitmq-server'].join(' ')} (its service stays off)`,
  );
  await withoutStartingServices(root, () => runProgram(command(...install)));
  // Fails where there is no systemd, and then nothing starts at boot either.
  await succeeds(command('systemctl', 'disable', '--quiet', ...services));
};
