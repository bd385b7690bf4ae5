import type { Exemplar } from '../../result/observations.ts';
import type { RunResult } from '../../result/run.ts';
import { contestantColour } from './look.ts';
import { type ShownRound, shownRounds } from './shown-round.ts';

/** One line of the waterfall: what a part did to the request, and for how long it waited first. */
export interface Row {
  readonly label: string;
  readonly colour: string;
  /** ms from the due time; equal where nothing was waited for. */
  readonly waitFrom: number;
  readonly workFrom: number;
  readonly end: number;
  /** The client's row is a line, for the client does not work: `open` when nothing ended its wait. */
  readonly client: 'ended' | 'open' | null;
}

/** One contestant's request. */
export interface Lane {
  readonly shown: ShownRound;
  readonly exemplar: Exemplar | null;
  readonly rows: readonly Row[];
}

export const lastMoment = ({ sentAt, acceptedAt, completedAt, spans }: Exemplar): number =>
  Math.max(sentAt, acceptedAt ?? 0, completedAt ?? 0, ...spans.map(({ endedAt }) => endedAt));

const rowsOf = (exemplar: Exemplar, colour: string): readonly Row[] => {
  const until = exemplar.completedAt ?? lastMoment(exemplar);
  const client: Row = {
    label: 'client waits',
    colour,
    client: exemplar.completedAt === null ? 'open' : 'ended',
    waitFrom: exemplar.sentAt,
    workFrom: until,
    end: until,
  };
  const spans = exemplar.spans.map(
    ({ service, effect, receivedAt, startedAt, endedAt }): Row => ({
      label: `${service}: ${effect}`,
      colour,
      client: null,
      waitFrom: receivedAt,
      workFrom: startedAt,
      end: endedAt,
    }),
  );
  return [client, ...spans];
};

/** The request at a percentile of each contestant, with what was done to it. */
export const lanesOf = (result: RunResult, percentile: number): readonly Lane[] =>
  shownRounds(result).map((shown) => {
    const exemplar = shown.round.exemplars.find((one) => one.percentile === percentile) ?? null;
    return {
      shown,
      exemplar,
      rows: exemplar === null ? [] : rowsOf(exemplar, contestantColour(shown.position)),
    };
  });
