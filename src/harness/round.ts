import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { brokerProcess } from '../evidence/evidence.ts';
import { judgeRound } from '../evidence/judge-round.ts';
import type { RoundResult } from '../result/round.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { nowMs } from '../shared/clock.ts';
import { lengthOf } from '../shared/stages.ts';
import { type BrokerSide, openBrokerSide } from './broker-side.ts';
import { collect } from './collect.ts';
import { awaitDrain } from './drain.ts';
import { driveFaults } from './fault-driver.ts';
import { type Fleet, startFleet } from './fleet.ts';
import { keepLogs, withKeptLogs } from './kept-logs.ts';
import { type LinkProcess, startLinks } from './link-process.ts';
import { forkLoad, type WaitingLoad } from './load-process.ts';
import { watchMachine } from './machine-watch.ts';
import { nothingSent } from './nothing-sent.ts';
import { replayLog } from './replay-log.ts';
import { createRoundAlarm, namedByEnd, type RoundAlarm } from './round-alarm.ts';
import type { RoundPlan } from './round-record.ts';
import { startSampler } from './sampling.ts';

/** From the word to begin to the first due time, ms. */
const headStartMs = 100;
/** An interrupted round drains no longer than this. */
const briefDrainMs = 3_000;

const loadMs = (scenario: Scenario): number => lengthOf(scenario.load.stages);

/** The `nowMs()` at which the signal was raised; Infinity until then. */
const stampOf = (signal: AbortSignal): (() => number) => {
  let at = signal.aborted ? nowMs() : Number.POSITIVE_INFINITY;
  signal.addEventListener('abort', () => {
    at = nowMs();
  });
  return () => at;
};

const driveRound = async (
  plan: RoundPlan,
  fleet: Fleet,
  links: LinkProcess | null,
  side: BrokerSide | null,
  waiting: WaitingLoad,
  alarm: RoundAlarm,
  folder: string,
  logFd: number,
): Promise<RoundResult> => {
  const { scenario, style, seed, prefix } = plan;
  const { load: spec } = scenario;
  // An interrupt by the user, or the death of a part: either ends the phase at once.
  const signal = AbortSignal.any([plan.signal, alarm.signal]);
  const startedAt = new Date().toISOString();
  const load = await waiting.connect({
    type: 'start',
    seed,
    idPrefix: `${prefix}-`,
    load: { ...spec },
    frontDoors: [...fleet.urlsOf(style.frontDoor)],
    coordinates:
      style.clientPlan === undefined
        ? null
        : {
            plan: style.clientPlan,
            urls: Object.fromEntries(style.services.map((role) => [role, fleet.urlsOf(role)])),
          },
    clientRetries: spec.client?.retries ?? 0,
    liveUpdates:
      style.liveUpdates === null ? null : fleet.urlsOf(style.liveUpdates).map((url) => `${url}/updates`),
    ticketsFile: join(folder, 'tickets.bin'),
  });
  const { broker, observer, topology } = side ?? { broker: null, observer: null, topology: null };
  const sampler = startSampler({ fleet, load, broker, observer, topology });
  const targets = { instances: fleet.instances, broker, links };
  const originMs = nowMs() + headStartMs + spec.warmUpMs;
  load.begin(originMs);
  const loadEndsMs = originMs + loadMs(scenario);
  const faults = driveFaults(scenario.faults, plan.injections, targets, { originMs, loadEndsMs }, signal);
  const interruptedAt = stampOf(plan.signal);
  const alarmedAt = stampOf(alarm.signal);
  try {
    const parts = { originMs, load, sampler, faults };
    const until = async (ms: number): Promise<void> =>
      delay(Math.max(0, ms - nowMs()), undefined, { signal }).catch(() => undefined);
    plan.watch({ ...parts, phase: 'warm-up' });
    await until(originMs);
    // The broker is read on its own: its process changes with a crash.
    const ownPids = [load.pid, ...(links === null ? [] : [links.pid])];
    const from = await watchMachine(ownPids);
    plan.watch({ ...parts, phase: 'load' });
    await until(loadEndsMs);
    const to = await watchMachine(ownPids);
    await faults.done;
    plan.watch({ ...parts, phase: 'drain' });
    const latest = Math.max(loadEndsMs, nowMs()) + spec.drainMs;
    const drained = await awaitDrain(load, sampler, () =>
      Math.min(latest, interruptedAt() + briefDrainMs, alarmedAt()),
    );
    const finished = await load.finish().catch((error: unknown) => {
      // A dead generator takes its records with it: nothing is known of what it sent, and the round is invalid for its death.
      if (alarm.ended.some(({ process }) => process === 'load')) return nothingSent(`${prefix}-`);
      throw error;
    });
    await sampler[Symbol.asyncDispose]();
    await fleet.drain();
    plan.watch({ ...parts, phase: 'audit' });
    const replayed =
      broker === null || topology === null || topology.log === null || signal.aborted
        ? null
        : await replayLog(broker.url, topology.log, plan.guardian, logFd);
    await plan.beforeAudit(folder);
    const evidence = await collect({
      plan,
      startedAt,
      originMs,
      folder,
      fleet,
      sampler,
      faults,
      drained,
      loadEndsMs,
      finished,
      machine: { from, to },
      observer,
      blockages: side?.alarms.blockages() ?? [],
      replayed,
      ended: alarm.ended,
      interrupted: plan.signal.aborted,
    });
    plan.keep(evidence, folder);
    return judgeRound(evidence);
  } finally {
    await faults.done;
    await sampler[Symbol.asyncDispose]();
    await waiting[Symbol.asyncDispose]();
  }
};

/**
 * One execution of one contestant: fresh databases and queues, load, faults, drain, audit. Leaves nothing behind,
 * neither process nor queue nor file. Rejects when the round could not be carried out at all, with a RoundLost where a part died.
 */
export const runRound = async (plan: RoundPlan): Promise<RoundResult> => {
  plan.watch({ phase: 'starting', originMs: nowMs(), load: null, sampler: null, faults: null });
  const folder = join(plan.runFolder, plan.prefix);
  mkdirSync(folder);
  const logFd = openSync(join(folder, 'load.log'), 'a+');
  const amqp =
    plan.style.needs.includes('rabbitmq') && plan.broker !== null
      ? { url: plan.broker.url, prefix: plan.prefix }
      : null;
  const alarm = createRoundAlarm();
  const unwatch =
    amqp === null ? undefined : plan.broker?.watch((end) => alarm.report({ process: brokerProcess, ...end }));
  try {
    const { report } = alarm;
    await using waiting = forkLoad(plan.guardian, logFd, report);
    await using links = startLinks({ ...plan, faults: plan.scenario.faults, logFd, report });
    await using side = await openBrokerSide(plan, alarm.brokerGone);
    await using fleet = await startFleet({ ...plan, folder, amqp, links, report, alarm: alarm.signal });
    const result = await driveRound(plan, fleet, links, side, waiting, alarm, folder, logFd);
    if (!result.valid && !result.partial) keepLogs(folder, plan.logFolder);
    return result;
  } catch (error) {
    throw namedByEnd(withKeptLogs(error, folder, keepLogs(folder, plan.logFolder)), alarm.ended);
  } finally {
    unwatch?.();
    closeSync(logFd);
    rmSync(folder, { recursive: true, force: true });
  }
};
