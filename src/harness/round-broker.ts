import type { Broker } from '../broker/broker.ts';
import { connectObserver, type Observer } from '../broker/observer.ts';
import { messageOf } from '../shared/errors.ts';
import { redact } from '../shared/redact.ts';
import type { Topology } from '../styles/style.ts';
import type { RoundPlan } from './round-record.ts';

/**
 * The broker of a round, what the style has on it, and the harness's own look at it. Disposing it takes away what the round had
 * there: after the services have ended, which would declare it again.
 */
export interface RoundBroker extends AsyncDisposable {
  readonly broker: Broker;
  readonly observer: Observer;
  readonly topology: Topology | null;
}

/** What it needs to know of a round. */
interface Needed extends Pick<RoundPlan, 'style' | 'prefix' | 'guardian' | 'broker'> {
  readonly contestant: Pick<RoundPlan['contestant'], 'policies'>;
}

/** All that a style has on the broker. */
const namesOf = ({ exchanges, queues, delayed, deadLetters, log }: Topology) => ({
  exchanges,
  queues: [...queues, ...delayed, ...deadLetters, ...(log === null ? [] : [log])],
});

/** Resolves before anything is declared; null for a style that needs no broker. `gone` is raised when the broker dies for good. */
export const openRoundBroker = async (
  { style, contestant, prefix, guardian, broker }: Needed,
  gone: AbortSignal,
): Promise<RoundBroker | null> => {
  if (broker === null || !style.needs.includes('rabbitmq')) return null;
  const topology = style.topology?.(prefix, contestant.policies) ?? null;
  const names = topology === null ? null : namesOf(topology);
  const observer = await connectObserver(broker.url, gone);
  // A private node goes with its folder; another's broker would keep what a killed harness leaves there.
  if (broker.kind === 'external' && names !== null)
    guardian.watchTopology({ prefix, url: broker.url, ...names });
  const takeAway = async (): Promise<void> => {
    if (names === null) return;
    try {
      await observer.remove(names);
    } catch (error) {
      // What a dead broker held is gone with it.
      if (!gone.aborted)
        process.emitWarning(redact(`queues of ${prefix} are left on the broker: ${messageOf(error)}`));
    }
    guardian.forgetTopology(prefix);
  };
  return {
    broker,
    observer,
    topology,
    [Symbol.asyncDispose]: async () => {
      await takeAway();
      await observer[Symbol.asyncDispose]();
    },
  };
};
