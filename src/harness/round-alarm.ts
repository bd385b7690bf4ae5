import { nowMs } from '../shared/clock.ts';

/** A part of a round that ended though nobody had asked it to. */
export interface EndedPart {
  /** For instance `payments-1`, `load`, `links`, `rabbitmq`. */
  readonly process: string;
  readonly pid: number;
  readonly signal: string | null;
  readonly code: number | null;
  /** `nowMs()`. */
  readonly at: number;
  /** The end of its log; '' when it wrote none. */
  readonly lastLines: string;
}

export type ReportEnd = (part: Omit<EndedPart, 'at'>) => void;

/** Raised when a part of a round dies by itself: what is left of the round would only measure the gap. */
export interface RoundAlarm {
  readonly signal: AbortSignal;
  readonly ended: readonly EndedPart[];
  readonly report: ReportEnd;
}

export const createRoundAlarm = (): RoundAlarm => {
  const controller = new AbortController();
  const ended: EndedPart[] = [];
  return {
    signal: controller.signal,
    ended,
    report: (part) => {
      ended.push({ ...part, at: nowMs() });
      controller.abort();
    },
  };
};
