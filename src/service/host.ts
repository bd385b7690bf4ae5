import { appendFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { bulkhead } from 'cockatiel';
import { faultOf } from '../faults/index.ts';
import { nowMs } from '../shared/clock.ts';
import { redact } from '../shared/redact.ts';
import { ordinalOf } from '../shared/request-id.ts';
import { styles } from '../styles/index.ts';
import type { ServiceContext, Style } from '../styles/style.ts';
import { styleFrom } from '../styles/style-module.ts';
import { actionsOf, isWorking } from '../workflow/actions.ts';
import { bankOf } from '../workflow/bank.ts';
import { openingStep } from '../workflow/definition.ts';
import type { StepCall, StepHandler } from '../workflow/order.ts';
import { simulateWork, workMs } from '../workflow/simulated-work.ts';
import { actionIn } from '../workflow/steps.ts';
import { openStore, remembersOf, type Store } from '../workflow/store.ts';
import { createFaultLayer } from './fault-layer.ts';
import { createGauges } from './gauges.ts';
import { guardGauges } from './guarded-gauges.ts';
import type { Host } from './hosted.ts';
import { partyClient } from './party-client.ts';
import { hostParty } from './party-host.ts';
import type { ServiceConfig } from './protocol.ts';
import { answerRepeats } from './repeats.ts';

const styleNamed = async (name: string): Promise<Style> => {
  const known = styles.get(name);
  if (known !== undefined) return known;
  if (!isAbsolute(name)) throw new Error(`no style is named ${name}`);
  return styleFrom(name);
};

/** Counts the workings of each step for each request in this process, where each draws its time anew. */
const drawsFor = ({ work }: ServiceConfig): ((call: StepCall) => number) => {
  const draws = new Map<string, number>();
  return ({ step, notice, order }) => {
    if (!work.redraw) return 1;
    const key = `${step}:${notice ?? ''}:${order.requestId}`;
    const draw = (draws.get(key) ?? 0) + 1;
    draws.set(key, draw);
    return draw;
  };
};

/** Whether a step of the workflow works before it commits. Throws for what is none: no style may invent one. */
const workingIn = ({ workflow }: ServiceConfig): ((step: string) => boolean) => {
  const actions = actionsOf(workflow);
  return (step) => isWorking(actionIn(actions, step));
};

/** Asks the parties outside that the steps of this service need, by step. */
const partyClientsOf = (
  { asks }: ServiceConfig,
  urlsOf: (party: string) => readonly string[],
): ReadonlyMap<string, ReturnType<typeof partyClient>> =>
  new Map(asks.map((party) => [party.step, partyClient(party, () => urlsOf(party.name))]));

const innermost = (
  store: Store,
  config: ServiceConfig,
  partyClients: ReturnType<typeof partyClientsOf>,
): StepHandler => {
  const nextDraw = drawsFor(config);
  const works = workingIn(config);
  return async (call) => {
    // Asked again inside the slot: a fault may call twice, and another instance may have committed meanwhile.
    const known = store.recall(call);
    if (known !== null) return known;
    const draw = nextDraw(call);
    const startedAt = nowMs();
    if (works(call.step))
      await simulateWork(
        workMs(config.seed, ordinalOf(call.order.requestId), call.step, config.work, draw),
        config.work.cpuMs,
      );
    const ask = partyClients.get(call.step);
    if (ask !== undefined) await ask(call);
    return store.perform(call, { startedAt, draw });
  };
};

/** Starts the service of a configuration: store, work, worker slots, faults and the style around them; or a party outside. */
export const hostService = async (config: ServiceConfig): Promise<Host> => {
  if (config.party !== null) return hostParty(config, config.party);
  const style = await styleNamed(config.style);
  // A process that starts cold takes its time whatever runs in it, at its first start and at every later one.
  if (config.coldStartMs > 0) await delay(config.coldStartMs);
  const { workflow } = config;
  const bank = bankOf(workflow, config.seed, config.declined);
  const store = await openStore(config.databaseFile, config.instance, workflow, bank);
  let peers = config.peers;
  const gauges = createGauges(openingStep(workflow).path);
  const works = workingIn(config);
  const log = (line: string): void =>
    appendFileSync(config.logFile, `${nowMs().toFixed(1)} ${config.instance} ${redact(line)}\n`);
  const faults = createFaultLayer(
    innermost(
      store,
      config,
      partyClientsOf(config, (party) => peers[party] ?? []),
    ),
    config.instance,
    config.seed,
  );
  for (const spec of config.faults) await faults.startUnder(spec, await faultOf(spec));
  // The same slots for every style: a call waits here for a worker, a message waits in its queue (prefetch = workers).
  const slots = bulkhead(config.workers, Number.MAX_SAFE_INTEGER);
  let waiting = 0;
  gauges.watchSlots(() => ({ busy: config.workers - slots.executionSlots, waiting }));
  const repeats = answerRepeats({
    work: async (call) => {
      waiting += 1;
      return slots.execute(() => {
        waiting -= 1;
        return faults.handler(call);
      });
    },
    recall: store.recall,
    isRemembered: remembersOf(workflow),
    count: gauges.count,
  });

  /** What a style does that would make its rounds untrue ends the process: nobody can wait for it, and the log says why. */
  const refuse = (message: string): void => {
    log(message);
    queueMicrotask(() => {
      throw new Error(`the style ${style.name}: ${message}`);
    });
  };

  const self: ServiceContext = {
    role: config.role,
    workflow,
    instance: config.instance,
    port: config.port,
    policies: config.policies,
    workers: config.workers,
    store: {
      ...store,
      perform: (call, { startedAt }) => {
        if (!works(call.step)) return store.perform(call, { startedAt, draw: 1 });
        const message = `performs \`${call.step}\` past its work, its slots and its faults; working steps go through \`self.step\``;
        refuse(message);
        return Promise.reject(new Error(message));
      },
    },
    step: repeats.step,
    needsSlot: repeats.needsSlot,
    waitingForSlot: () => waiting,
    gauges: guardGauges(gauges, style.name, refuse),
    peers: (role) => peers[role] ?? [],
    amqp: config.amqp,
    log,
  };
  const served = await style.serve(self);
  return {
    served,
    faults,
    gauges,
    setPeers: (next) => {
      peers = next;
    },
    finish: async () => served.drain?.(),
    drain: async () => {
      await served[Symbol.asyncDispose]();
      store[Symbol.dispose]();
    },
  };
};
