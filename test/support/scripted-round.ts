import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planInjections } from '../../src/harness/injection-plan.ts';
import { runRound } from '../../src/harness/round.ts';
import type { RoundParts, RoundPlan } from '../../src/harness/round-record.ts';
import type { RunOptions } from '../../src/harness/run-options.ts';
import { runScenario } from '../../src/harness/run-scenario.ts';
import { orderSource } from '../../src/load/order-message.ts';
import { schedule } from '../../src/load/schedule.ts';
import { answers, type GeneratorHealth, type Tickets } from '../../src/load/ticket.ts';
import { emptyTickets } from '../../src/load/ticket-columns.ts';
import type { RoundResult } from '../../src/result/round.ts';
import type { RunResult } from '../../src/result/run.ts';
import { catalogue } from '../../src/scenario/catalogue.ts';
import { parseScenario } from '../../src/scenario/load.ts';
import type { ServiceSample } from '../../src/service/protocol.ts';
import { nowMs } from '../../src/shared/clock.ts';
import { type Script, type Scripts, scriptedSite } from '../../src/sites/scripted.ts';
import type { Pace, ProgramName } from '../../src/sites/site.ts';
import { styles } from '../../src/styles/index.ts';
import { placed } from '../../src/styles/style.ts';
import type { LedgerEntry } from '../../src/workflow/order.ts';
import { homeOf } from './subscribe.ts';

/** What happens on a scripted site: every program as it should be, unless a test says otherwise. */
export interface Play {
  readonly scripts?: Partial<Scripts>;
  readonly pace?: Partial<Pace>;
  readonly signal?: AbortSignal;
  readonly say?: (phase: string, parts: RoundParts) => void;
  /** Keys of the load that differ, for instance `{ duration: '60s' }`. */
  readonly load?: Readonly<Record<string, string>>;
  readonly beforeAudit?: RoundPlan['beforeAudit'];
  readonly keep?: RoundPlan['keep'];
  /** Called before each ledger is read. */
  readonly onLedger?: () => void;
  /** Sees the folder of the run after the round, before it is removed. */
  readonly afterwards?: (runFolder: string) => void;
}

/** A play whose scripts may wrap those of a healthy round. */
export type WrappedPlay = Omit<Play, 'scripts'> & {
  readonly scripts?: (healthy: Scripts) => Partial<Scripts>;
};

const health = (count: number): GeneratorHealth => ({
  intended: count,
  sent: count,
  late: 0,
  inFlightPeak: 1,
  connectionsPeak: 1,
  sendLag: { p50: 0, p99: 0, max: 0 },
  eventLoopDelay: { p50: 0, p99: 0, max: 0 },
  cpuSeconds: 0,
  cpuShare: 0,
  priority: null,
});

/** Steps of a request in the order of an HTTP chain, with ms from its due time. */
const history: readonly (readonly [string, number])[] = [
  ['opened', 2],
  ['charged', 4],
  ['recommended', 6],
  ['notified-ready', 8],
  ['activated', 10],
];
const answeredAfterMs = 12;

/** The story of a healthy round of the `http` style, told by scripts; every request is completed after 12 ms. */
const healthyPlay = (expected: number) => {
  let originMs = 0;
  let tickets: Tickets = emptyTickets('', new Float64Array(0));
  let entries: readonly LedgerEntry[] = [];
  let ports = 0;

  const sampleOf = (role: string): ServiceSample => ({
    at: nowMs(),
    cpuSeconds: 0,
    rssBytes: 1,
    connections: 1,
    inFlight: 0,
    owedMessages: 0,
    owedCalls: 0,
    spans: [],
    arrivals: role === 'subscriptions' ? expected : 0,
    counters: {},
  });

  const service: Script<'service'> = (self) => {
    let role = '';
    let timer: NodeJS.Timeout | undefined;
    const sample = () => self.send({ type: 'sample', sample: sampleOf(role) });
    void self.ended.then(() => clearInterval(timer));
    return (message) => {
      if (message.type === 'start') {
        role = message.config.role;
        ports += 1;
        self.send({ type: 'serving', port: ports });
        timer = setInterval(sample, message.config.sampleEveryMs);
      }
      if (message.type === 'peers') self.send({ type: 'peers-set', id: message.id });
      if (message.type === 'inject') self.send({ type: 'injected', id: message.fault.id, at: nowMs() });
      if (message.type === 'clear')
        self.send({ type: 'cleared', id: message.id, at: nowMs(), affected: 100 });
      if (message.type !== 'stop') return;
      self.send({ type: 'stopped', sample: sampleOf(role) });
      setImmediate(() => setImmediate(() => self.end()));
    };
  };

  const load: Script<'load'> = (self) => (message) => {
    if (message.type === 'start') {
      tickets = emptyTickets(message.idPrefix, schedule(message.load, message.seed));
      for (const [index, dueAt] of tickets.dueAt.entries()) {
        tickets.sentAt[index] = dueAt;
        tickets.answeredAt[index] = dueAt + answeredAfterMs;
        tickets.completedAt[index] = dueAt + answeredAfterMs;
        tickets.status[index] = 201;
        tickets.answer[index] = answers.indexOf('active');
      }
      self.send({ type: 'ready' });
    }
    if (message.type === 'begin') {
      originMs = message.originMs;
      const orderOf = orderSource(1, tickets.idPrefix);
      entries = [...tickets.dueAt]
        .flatMap((dueAt, index) => {
          const order = orderOf(index);
          return history.map(([effect, after]) => ({
            ...order,
            service: homeOf(effect),
            instance: `${homeOf(effect)}-1`,
            effect,
            payload: '',
            draw: 1,
            receivedAt: originMs + dueAt + after - 1,
            startedAt: originMs + dueAt + after - 1,
            at: originMs + dueAt + after,
          }));
        })
        .sort((a, b) => a.at - b.at);
      self.send({
        type: 'progress',
        intended: expected,
        sent: expected,
        answered: expected,
        accepted: expected,
        completed: expected,
        failed: 0,
        sentAll: true,
        waiting: 0,
        awaiting: 0,
        recent: { accepted: null, completed: null },
      });
    }
    if (message.type === 'finish')
      self.send({
        type: 'done',
        health: health(tickets.count),
        deafBecause: [],
        repeatedNotices: 0,
        clientCalls: tickets.count,
        peakRssBytes: 1,
      });
  };

  const links: Script<'links'> = (self) => (message) => {
    if (message.type === 'open')
      self.send({ type: 'opened', id: message.id, ports: message.routes.map(() => 1) });
    if (message.type === 'inject') self.send({ type: 'injected', id: message.fault.id, at: nowMs() });
    if (message.type === 'clear')
      self.send({ type: 'cleared', id: message.id, at: nowMs(), affected: 1, used: true });
  };

  const none = (): never => {
    throw new Error('no such program in this play');
  };
  const scripts: Scripts = { service, load, links, replay: none, stub: none };
  return {
    scripts,
    readTickets: () => tickets,
    readLedger: (file: string) =>
      Promise.resolve({
        entries: entries.filter(({ service: name }) => file.endsWith(`${name}.db`)),
        unsent: [],
      }),
  };
};

/** The scripts of a healthy round, for plays that differ in one of them. */
export const healthyScripts = (): Scripts => healthyPlay(0).scripts;

const yamlOf = (faults: string, load: Readonly<Record<string, string>> = {}) => {
  const usual = {
    rate: '50/s',
    arrivals: 'constant',
    warmUp: '0ms',
    duration: '200ms',
    drain: '300ms',
    patience: '1s',
    declined: '0%',
  };
  return `
title: a round on a scripted site
claim: none
contestants: { it: { style: http } }
rounds: 1
load: ${JSON.stringify({ ...usual, ...load })}
services:
  subscriptions: { work: 1ms }
  payments: { work: 1ms }
  recommendations: { work: 1ms }
  notifications: { work: 1ms }
${faults}
`;
};

/** The scenario, the style and the site of a play. */
const stageOf = (
  { scripts = () => ({}), pace, load, onLedger = () => undefined }: WrappedPlay,
  faults: string,
) => {
  const scenario = parseScenario(yamlOf(faults, load), 'scripted.yaml', catalogue);
  const style = styles.get('http');
  const [contestant] = scenario.contestants;
  if (style === undefined || contestant === undefined) throw new Error('there is no http style');
  const { scripts: healthy, readLedger, readTickets } = healthyPlay(schedule(scenario.load, 1).length);
  const site = scriptedSite({
    scripts: { ...healthy, ...scripts(healthy) },
    readTickets,
    readLedger: (file) => {
      onLedger();
      return readLedger(file);
    },
    ...(pace === undefined ? {} : { pace }),
  });
  return { scenario, style, contestant, site };
};

/** Runs one round of `http` without a process. */
export const runScripted = async (play: WrappedPlay = {}, faults = ''): Promise<RoundResult> => {
  const {
    signal = new AbortController().signal,
    say = () => undefined,
    beforeAudit = () => undefined,
    keep = () => undefined,
    afterwards = () => undefined,
  } = play;
  const stage = stageOf(play, faults);
  const runFolder = mkdtempSync(join(tmpdir(), 'tandem-scripted-'));
  const reaper = { watchTopology: () => undefined, forgetTopology: () => undefined };
  const plan: RoundPlan = {
    ...stage,
    style: placed(stage.style, stage.scenario.workflow),
    round: 1,
    attempt: 1,
    seed: 1,
    prefix: 'scripted',
    runFolder,
    signal,
    injections: planInjections(stage.scenario.faults, 0),
    slices: null,
    seat: null,
    logFolder: join(runFolder, 'kept'),
    broker: null,
    reaper,
    watch: (parts) => say(parts.phase, parts),
    beforeAudit,
    keep,
  };
  try {
    return (await runRound(plan)).result;
  } finally {
    try {
      afterwards(runFolder);
    } finally {
      rmSync(runFolder, { recursive: true });
    }
  }
};

/** Runs a whole scenario of `http`, with its repetitions, without a process; gives what its listener was told too. */
export const runScriptedScenario = async (
  play: Omit<WrappedPlay, 'say' | 'keep' | 'afterwards' | 'beforeAudit'>,
  options: Partial<RunOptions> = {},
): Promise<{
  readonly result: RunResult;
  readonly said: readonly string[];
  /** Folders that the reaper was told to watch and not to forget. */
  readonly watched: readonly string[];
}> => {
  const { scenario, style, site } = stageOf(play, '');
  const said: string[] = [];
  const watched = new Set<string>();
  const nothing = (): void => undefined;
  const result = await runScenario({
    scenario,
    site,
    seed: 1,
    styleOf: () => Promise.resolve(style),
    broker: null,
    reaper: {
      watch: nothing,
      forget: nothing,
      watchFolder: (path) => void watched.add(path),
      forgetFolder: (path) => void watched.delete(path),
      watchTopology: nothing,
      forgetTopology: nothing,
      pid: () => 0,
      [Symbol.asyncDispose]: () => Promise.resolve(),
    },
    listener: { progress: nothing, roundDone: nothing, log: (line) => void said.push(line) },
    signal: play.signal ?? new AbortController().signal,
    judging: {},
    logFolder: join(tmpdir(), 'tandem-scripted-logs'),
    save: nothing,
    ...options,
  });
  return { result, said, watched: [...watched] };
};

/** Wraps scripts so that `running()` lists the programs that were launched and have not ended. */
export const rollCall = () => {
  const present: ProgramName[] = [];
  const watch =
    <P extends ProgramName>(program: P, script: Script<P>): Script<P> =>
    (self) => {
      present.push(program);
      void self.ended.then(() => present.splice(present.indexOf(program), 1));
      return script(self);
    };
  return {
    running: (): readonly ProgramName[] => [...present],
    counted: ({ service, load, links }: Pick<Scripts, 'service' | 'load' | 'links'>): Partial<Scripts> => ({
      service: watch('service', service),
      load: watch('load', load),
      links: watch('links', links),
    }),
  };
};
