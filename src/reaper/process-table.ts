import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** One row of the process table. */
export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
}

// proc(5): the command name, field 2, may hold blanks and brackets, so fields are counted from its closing bracket.
const fieldsAfterName = (stat: string): string[] => stat.slice(stat.lastIndexOf(')') + 2).split(' ');

/** Fields 3 and up of /proc/<pid>/stat: state, parent, process group, …; null: there is no such process. */
const readStat = (pid: number): string[] | null => {
  try {
    return fieldsAfterName(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return null;
  }
};

/** The rows that `ps -A -o pid=,ppid=,pgid=` prints. */
export const parseProcessTable = (text: string): ProcessRow[] =>
  text.split('\n').flatMap((line) => {
    const [pid, parent, group] = line.trim().split(/\s+/);
    if (pid === undefined || parent === undefined || group === undefined) return [];
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group) }];
  });

// Slim Linux images have no ps; macOS has no /proc.
const readProc = (): ProcessRow[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const fields = readStat(Number(name));
      return fields === null
        ? []
        : [{ pid: Number(name), parent: Number(fields[1]), group: Number(fields[2]) }];
    });

/** Everything that runs on this machine now. */
export const readProcessTable = (): ProcessRow[] =>
  process.platform === 'linux'
    ? readProc()
    : parseProcessTable(execFileSync('ps', ['-A', '-o', 'pid=,ppid=,pgid='], { encoding: 'utf8' }));

/** The given processes, their descendants, and the members of the process groups that any of them leads. */
export const familyOf = (roots: readonly number[], table: readonly ProcessRow[]): Set<number> => {
  const family = new Set(roots);
  let before = -1;
  while (family.size !== before) {
    before = family.size;
    for (const row of table) {
      if (family.has(row.parent) || family.has(row.group)) family.add(row.pid);
    }
  }
  return family;
};

const askPs = (pid: number, column: string): string => {
  try {
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return ''; // ps exits with 1 when there is no such process
  }
};

/** When a process began, as an opaque text: equal texts mean the same process. null: there is no such process. */
export const startTimeOf = (pid: number): string | null => {
  const text = process.platform === 'linux' ? readStat(pid)?.[19] : askPs(pid, 'lstart');
  return text === undefined || text === '' ? null : text;
};

/** Whether a process runs or is stopped. One that has ended but was not collected by its parent counts as ended. */
export const isRunning = (pid: number): boolean => {
  const state = process.platform === 'linux' ? readStat(pid)?.[0] : askPs(pid, 'stat');
  return state !== undefined && state !== '' && !state.startsWith('Z') && !state.startsWith('X');
};
