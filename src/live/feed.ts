import type { RunListener } from '../harness/progress.ts';
import type { LiveEvent } from './event.ts';

/** Everything that was told so far, and whoever wants to receive the rest. */
export interface Feed {
  readonly history: () => readonly LiveEvent[];
  readonly listen: (receive: (event: LiveEvent) => void) => void;
  readonly listener: Pick<RunListener, 'progress' | 'roundDone'>;
}

/** Remembers a run for late visitors: about four small events a second. */
export const createFeed = (): Feed => {
  const history: LiveEvent[] = [];
  const listeners: ((event: LiveEvent) => void)[] = [];
  const tell = (event: LiveEvent): void => {
    history.push(event);
    for (const receive of listeners) receive(event);
  };
  return {
    history: () => history,
    listen: (receive) => void listeners.push(receive),
    listener: {
      progress: (data) => tell({ name: 'progress', data }),
      roundDone: ({ contestant, round, valid, outcomes }) => {
        const { sent, completed, declined, recovered, failed, lost } = outcomes;
        const kept = { sent, completed, declined, recovered, failed, lost };
        tell({ name: 'round', data: { contestant, round, valid, outcomes: kept } });
      },
    },
  };
};
