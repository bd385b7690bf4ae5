// What a run must look like after one of its parts was killed.
import { roundLoadMs } from './kill-plan.mjs';

const allowed = new Set([0, 3, 4]);

/** The rounds that count: the result keeps the last attempt of each. */
const countedIn = (result) => (result?.rounds ?? []).filter(({ valid }) => valid);

const isWhole = ({ outcomes: { sent, completed, declined } }) => sent > 0 && completed + declined === sent;

/** Whether the load of a round went on at that moment, in a round that has such a part. */
const holds = ({ startedAt, contestant }, { role, at }) => {
  const from = Date.parse(startedAt);
  return (role !== 'broker' || contestant === 'events') && at >= from && at < from + roundLoadMs;
};

/**
 * A death is told when its process id stands in what the run said or in its result. Untold it may be only where it came too
 * late to matter: every round counts, is whole, and was not under load at the time.
 */
const silence = ({ kill, exitCode, said, result }) => {
  if (new RegExp(`\\bpid ${kill.pid}\\b`).test(said + JSON.stringify(result))) return [];
  const counted = countedIn(result);
  const wasLate = exitCode === 0 && counted.every((round) => isWhole(round) && !holds(round, kill));
  return wasLate
    ? []
    : [`silent death: nothing names the ${kill.role} (pid ${kill.pid}), exit code ${exitCode}`];
};

const spoilt = ({ kill, result }) =>
  countedIn(result)
    .filter((round) => kill.role !== 'reaper' && holds(round, kill))
    .map(({ contestant }) => `the round of ${contestant} counts, though its ${kill.role} was killed in it`);

const codeOf = ({ exitCode, result }) => {
  if (allowed.has(exitCode)) return [];
  const failed = exitCode === 1 && (result?.budgets ?? []).some(({ verdict }) => verdict === 'fail');
  return failed ? [] : [`exit code ${exitCode}`];
};

/**
 * What is wrong with the end of a run; empty when nothing is. `kill`: role, pid and the moment in ms since 1970; `exitCode`: null
 * when a signal ended the harness; `said`: its stderr; `result`: what it wrote, null for nothing.
 */
export const judgeKill = (end) => {
  if (end.hung) return ['the harness did not end'];
  if (end.kill.role === 'harness')
    return end.signal === 'SIGKILL' ? [] : [`the harness was killed and ended with ${end.exitCode}`];
  const stack = /^\s+at .*\(?.*:\d+:\d+\)?$/m.test(end.said) ? ['a stack trace on stderr'] : [];
  return [...codeOf(end), ...stack, ...silence(end), ...spoilt(end)];
};
