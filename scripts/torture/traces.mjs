// What a run has running and lying about, seen from outside.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { familyOf, readProcessTable } from '../../dist/reaper/process-table.js';

const read = (pid, name) => {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return ''; // ended meanwhile
  }
};

const programs = [
  ['load', /dist\/load\/main\.js/],
  ['links', /dist\/links\/main\.js/],
  ['reaper', /dist\/reaper\/main\.js/],
  ['service', /dist\/service\/main\.js/],
  ['broker', /beam\.smp/],
];

/** The descendants of a process of a role, in the order of their ids. */
export const partsOf = (pid, role) => {
  const program = programs.find(([name]) => name === role)?.[1];
  return [...familyOf([pid], readProcessTable())]
    .filter((one) => one !== pid && program?.test(read(one, 'cmdline')))
    .sort((a, b) => a - b);
};

/** Processes whose environment names the folder: whoever was started below it has it in TMPDIR, the broker in HOME. */
export const runningIn = (folder) =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => read(pid, 'environ').includes(`${folder}/`))
    .map((pid) => ({ pid: Number(pid), line: read(pid, 'cmdline').replaceAll('\0', ' ').slice(0, 120) }));

/** The names of all queues and exchanges of a private broker, by the broker's own account. */
export const namesOn = ({ pid }, { server }) => {
  const pairs = read(pid, 'environ').split('\0');
  const env = Object.fromEntries(
    pairs
      .filter((pair) => pair.includes('='))
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
  const ctl = join(dirname(server), 'rabbitmqctl');
  return ['list_queues', 'list_exchanges'].flatMap((what) =>
    execFileSync(ctl, ['--silent', '-n', env.RABBITMQ_NODENAME, what, 'name'], {
      env,
      encoding: 'utf8',
    }).split('\n'),
  );
};
