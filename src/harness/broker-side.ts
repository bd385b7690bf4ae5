import { type AlarmWatch, watchAlarms } from '../broker/alarm-watch.ts';
import type { Broker } from '../broker/broker.ts';
import { connectObserver, type Observer } from '../broker/observer.ts';
import type { Reaper } from '../reaper/reaper.ts';
import type { Contestant } from '../scenario/scenario.ts';
import { messageOf, UsageError } from '../shared/errors.ts';
import { redact } from '../shared/redact.ts';
import type { PlacedStyle, Topology } from '../styles/style.ts';

export interface BrokerSideOptions {
  /** null when no contestant needs one. */
  readonly broker: Broker | null;
  readonly style: PlacedStyle;
  readonly contestant: Contestant;
  /** Starts the names of the round on the broker. */
  readonly prefix: string;
  /** Removes what the round has on a broker that outlives a killed harness. */
  readonly reaper: Pick<Reaper, 'watchTopology' | 'forgetTopology'>;
}

/** What a round has to do with its broker; disposing it removes everything that the round has there. */
export interface BrokerSide extends AsyncDisposable {
  readonly broker: Broker;
  readonly observer: Observer;
  readonly alarms: AlarmWatch;
  /** null where the style names nothing. */
  readonly topology: Topology | null;
}

/** All that a style has on the broker. */
const namesOf = ({ exchanges, queues, delayed, deadLetters, log }: Topology) => ({
  exchanges,
  queues: [...queues, ...delayed, ...deadLetters, ...(log === null ? [] : [log])],
});

const topologyOf = ({ style, prefix, contestant }: BrokerSideOptions): Topology | null => {
  try {
    return style.topology?.(prefix, contestant.policies) ?? null;
  } catch (error) {
    throw new UsageError(
      `style ${style.name} of ${contestant.name}: its \`topology\` failed: ${messageOf(error)}`,
      {
        cause: error,
      },
    );
  }
};

/**
 * To be opened before the first service, which declares, and disposed after the last; null for a style without a broker.
 * @param gone raised when the broker has died for good.
 */
export const openBrokerSide = async (
  options: BrokerSideOptions,
  gone: AbortSignal,
): Promise<BrokerSide | null> => {
  const { broker, style, prefix, reaper } = options;
  if (broker === null || !style.needs.includes('rabbitmq')) return null;
  const topology = topologyOf(options);
  const names = topology === null ? null : namesOf(topology);
  const observer = await connectObserver(broker.url, gone);
  // A private node goes with its folder; another's broker would keep what a killed harness leaves there.
  if (broker.kind !== 'private' && names !== null)
    reaper.watchTopology({ prefix, url: broker.url, ...names });
  const alarms = watchAlarms(broker.url);
  return {
    broker,
    observer,
    alarms,
    topology,
    [Symbol.asyncDispose]: async () => {
      await alarms[Symbol.asyncDispose]();
      if (names !== null) {
        await observer.remove(names).catch((error: unknown) => {
          // What a dead broker held is gone with it.
          if (!gone.aborted)
            process.emitWarning(redact(`queues of ${prefix} are left on the broker: ${messageOf(error)}`));
        });
        reaper.forgetTopology(prefix);
      }
      await observer[Symbol.asyncDispose]();
    },
  };
};
