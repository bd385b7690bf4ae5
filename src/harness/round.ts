import { setTimeout as delay } from 'node:timers/promises';
import type { ClientRecords, Drained, MachineMoment, RoundEvidence } from '../evidence/evidence.ts';
import { type JudgedRound, judgeRound } from '../evidence/judge-round.ts';
import type { Replayed } from '../replay/protocol.ts';
import { loggedStatesOf } from '../replay/read-model.ts';
import { nowMs } from '../shared/clock.ts';
import { lengthOf } from '../shared/stages.ts';
import { startAutoscaler } from './autoscaler.ts';
import { openBrokerSide } from './broker-side.ts';
import { collect } from './collect.ts';
import { awaitDrain } from './drain.ts';
import { driveFaults } from './fault-driver.ts';
import { startFleet } from './fleet.ts';
import { withKeptLogs } from './kept-logs.ts';
import { startLinks } from './link-process.ts';
import { launchLoad } from './load-process.ts';
import { loadStartOf } from './load-start.ts';
import { nothingSent } from './nothing-sent.ts';
import { replayLog } from './replay-log.ts';
import { namedByEnd, openRoundAlarm, type RoundAlarm } from './round-alarm.ts';
import { openRoundFolder, type RoundFolder } from './round-folder.ts';
import type { LiveRound, RoundPlan } from './round-record.ts';
import { startSampler } from './sampling.ts';

/** An interrupted round drains no longer than this. */
const briefDrainMs = 3_000;

const until = async (ms: number, signal: AbortSignal): Promise<void> =>
  delay(Math.max(0, ms - nowMs()), undefined, { signal }).catch(() => undefined);

/** The `nowMs()` at which the signal was raised; Infinity until then. */
const stampOf = (signal: AbortSignal): (() => number) => {
  let at = signal.aborted ? nowMs() : Number.POSITIVE_INFINITY;
  signal.addEventListener('abort', () => {
    at = nowMs();
  });
  return () => at;
};

const warmUp = async ({ plan, originMs, signal, ...parts }: LiveRound): Promise<void> => {
  plan.watch({ ...parts, originMs, phase: 'warm-up' });
  await until(originMs, signal);
};

/** Gives what the machine did meanwhile. Ends when the load is over and every fault was cleared. */
const underLoad = async ({ plan, loadEndsMs, signal, ...parts }: LiveRound) => {
  const { load, links, faults } = parts;
  // The broker is read on its own: its process changes with a crash.
  const watch = (): Promise<MachineMoment> =>
    plan.site.watchMachine([
      load.pid,
      ...(links === null ? [] : [links.pid]),
      // What others that are up too spend is the run's own; the broker of a style that uses it is read on its own.
      ...(plan.seat?.others() ?? []).filter((pid) => pid !== parts.side?.broker.pid),
    ]);
  const from = await watch();
  plan.watch({ ...parts, phase: 'load' });
  await until(loadEndsMs, signal);
  const to = await watch();
  await faults.done;
  return { from, to };
};

const drain = async ({ plan, loadEndsMs, interruptedAt, alarm, ...parts }: LiveRound): Promise<Drained> => {
  plan.watch({ ...parts, phase: 'drain' });
  const latest = Math.max(loadEndsMs, nowMs()) + plan.scenario.load.drainMs;
  const ends = (): number => Math.min(latest, interruptedAt() + briefDrainMs, alarm.raisedAt());
  return awaitDrain(parts.load, parts.sampler, plan.site.pace.sampleEveryMs, ends);
};

/** Ends what works, the client first, so that whatever is found after this stays as it is. */
const stop = async ({ plan, load, sampler, scaler, fleet, alarm }: LiveRound): Promise<ClientRecords> => {
  await scaler[Symbol.asyncDispose]();
  const client = await load.finish().catch((error: unknown) => {
    // A dead generator takes its records with it: nothing is known of what it sent, and the round is invalid for its death.
    if (alarm.ended.some(({ process }) => process === 'load')) return nothingSent(`${plan.prefix}-`);
    throw error;
  });
  await sampler[Symbol.asyncDispose]();
  await fleet.drain();
  return client;
};

/** null where there is no event log, or nothing to be learnt from it. */
const replay = async ({ plan, side, folder, signal, ...parts }: LiveRound): Promise<Replayed | null> => {
  plan.watch({ ...parts, phase: 'audit' });
  const log = side?.topology?.log ?? null;
  return side === null || log === null || signal.aborted
    ? null
    : replayLog(
        plan.site,
        { url: side.broker.url, log, states: loggedStatesOf(plan.scenario.workflow) },
        folder.logFd,
      );
};

/** All that a round needs, in the order in which it is started; it is ended the other way round, on every way out. */
const carryOut = async (plan: RoundPlan, folder: RoundFolder, alarm: RoundAlarm): Promise<RoundEvidence> => {
  const { scenario, site } = plan;
  const { report } = alarm;
  await using waiting = launchLoad(site, folder.logFd, report);
  await using links = startLinks({ ...plan, faults: scenario.faults, logFd: folder.logFd, report });
  await using side = await openBrokerSide(plan, alarm.brokerGone);
  await using fleet = await startFleet({ ...plan, folder: folder.path, links, report, alarm: alarm.signal });
  const startedAt = new Date().toISOString();
  await using load = await waiting.connect(loadStartOf(plan, fleet, folder.path));
  await using sampler = startSampler({ site, fleet, load, side });
  const pids = [load.pid, ...fleet.instances.flatMap((instance) => instance.pid() ?? [])];
  const brokerPid = side?.broker.pid ?? null;
  const originMs =
    plan.seat === null
      ? nowMs() + site.pace.headStartMs + scenario.load.warmUpMs
      : await plan.seat.ready(brokerPid === null ? pids : [...pids, brokerPid]);
  const loadEndsMs = originMs + (plan.slices?.endMs ?? lengthOf(scenario.load.stages));
  const targets = { instances: fleet.instances, broker: side?.broker ?? null, links };
  // An interrupt by the user, or the death of a part: either ends the phase at once.
  const signal = AbortSignal.any([plan.signal, alarm.signal]);
  load.begin(originMs);
  await using faults = driveFaults(
    scenario.faults,
    plan.injections,
    targets,
    { originMs, loadEndsMs },
    signal,
  );
  await using scaler = startAutoscaler({ ...plan, fleet, load, sampler, originMs, signal });
  const interruptedAt = stampOf(plan.signal);
  const round: LiveRound = {
    plan,
    folder,
    alarm,
    links,
    side,
    fleet,
    load,
    sampler,
    faults,
    scaler,
    startedAt,
    originMs,
    loadEndsMs,
    signal,
    interruptedAt,
  };
  await warmUp(round);
  const machine = await underLoad(round);
  const drained = await drain(round);
  const client = await stop(round);
  const replayed = await replay(round);
  await plan.beforeAudit(folder.path);
  return await collect(round, { machine, drained, client, replayed });
};

/**
 * One execution of one contestant: fresh databases and queues, load, faults, drain, audit. Leaves nothing behind,
 * neither process nor queue nor file. Rejects when the round could not be carried out at all, with a RoundLost where a part died.
 */
export const runRound = async (plan: RoundPlan): Promise<JudgedRound> => {
  plan.watch({ phase: 'starting', originMs: nowMs(), load: null, sampler: null, faults: null });
  using folder = openRoundFolder(plan);
  using alarm = openRoundAlarm(plan);
  try {
    const evidence = await carryOut(plan, folder, alarm);
    plan.keep(evidence, folder.path);
    const judged = judgeRound(evidence);
    if (!judged.result.valid && !judged.result.partial) folder.keepLogs();
    return judged;
  } catch (error) {
    throw namedByEnd(withKeptLogs(error, folder.path, folder.keepLogs()), alarm.ended);
  }
};
