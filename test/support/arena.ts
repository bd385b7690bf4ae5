import { fileURLToPath } from 'node:url';
import { openBench } from '../../src/bench/bench.ts';
import type { Broker } from '../../src/broker/broker.ts';
import type { RoundPhase } from '../../src/harness/progress.ts';
import type { RoundResult } from '../../src/result/round.ts';
import type { RunResult } from '../../src/result/run.ts';
import { catalogue } from '../../src/scenario/catalogue.ts';
import { parseWithModules } from '../../src/scenario/modules.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

/** A broker and a reaper for a test file, and a way to run scenario texts on them. */
export interface Arena extends AsyncDisposable {
  readonly broker: Broker;
  readonly run: (yaml: string, options?: ArenaOptions) => Promise<RunResult>;
}

export interface ArenaOptions {
  /** Sees the folder with the databases of a round after the drain and before the audit. */
  readonly beforeAudit?: (contestant: string, folder: string) => void | Promise<void>;
  readonly signal?: AbortSignal;
  /** Hears of every phase of a round, several times. */
  readonly onPhase?: (phase: RoundPhase) => void;
  /** Hears what a person at the terminal is told. */
  readonly say?: (line: string) => void;
}

const quiet = { progress: () => undefined, roundDone: () => undefined, say: () => undefined };

/**
 * Test files run side by side and judge counts, which do not mind a busy machine; its rounds need no repetition. On such a machine requests
 * outlast a slice, so that contestants run one after the other unless a test is about slices.
 */
const patient = (scenario: Scenario): Scenario => ({
  ...scenario,
  ...(/^measure:/m.test(scenario.source) ? {} : { measure: 'rounds' }),
  load: { ...scenario.load, maxSendLagMs: 600_000, maxOthers: 1 },
});

export const openArena = async (): Promise<Arena> => {
  const bench = await openBench();
  const broker = await bench.broker();
  return {
    broker,
    run: async (yaml, { beforeAudit, onPhase, say = quiet.say, signal } = {}) => {
      const file = fileURLToPath(new URL('./arena.yaml', import.meta.url));
      const scenario = patient(await parseWithModules(yaml, file, catalogue));
      return bench.run(scenario, {
        listener: { ...quiet, log: say, progress: ({ phase }) => onPhase?.(phase) },
        ...(signal ? { signal } : {}),
        ...(beforeAudit ? { beforeAudit } : {}),
      });
    },
    [Symbol.asyncDispose]: () => bench[Symbol.asyncDispose](),
  };
};

/** The compiled file of a style under `test/support/styles`. */
export const brokenStyle = (name: string): string =>
  fileURLToPath(new URL(`../../.cache/test-support/test/support/styles/${name}.js`, import.meta.url));

/** The only round of a contestant. */
export const roundOf = (result: RunResult, contestant: string): RoundResult => {
  const round = result.rounds.find((candidate) => candidate.contestant === contestant);
  if (round === undefined) throw new Error(`no round of ${contestant}`);
  return round;
};
