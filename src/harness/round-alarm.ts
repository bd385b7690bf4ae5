import type { Broker } from '../broker/broker.ts';
import { brokerProcess, type EndedPart } from '../evidence/evidence.ts';
import { nowMs } from '../shared/clock.ts';
import { EnvironmentError, messageOf } from '../shared/errors.ts';
import type { PlacedStyle } from '../styles/style.ts';

export type ReportEnd = (part: Omit<EndedPart, 'at'>) => void;

/** Raised when a part of a round dies by itself: what is left of the round would only measure the gap. */
export interface RoundAlarm extends Disposable {
  readonly signal: AbortSignal;
  /** Raised when the broker is among them. */
  readonly brokerGone: AbortSignal;
  readonly ended: readonly EndedPart[];
  /** `nowMs()` of the first death; Infinity until then. */
  readonly raisedAt: () => number;
  readonly report: ReportEnd;
}

/** Watches the broker of a round; the other parts are watched by whoever starts them, and reported here. */
export const openRoundAlarm = ({
  broker,
  style,
}: {
  readonly broker: Broker | null;
  readonly style: PlacedStyle;
}): RoundAlarm => {
  const controller = new AbortController();
  const brokerGone = new AbortController();
  const ended: EndedPart[] = [];
  const report: ReportEnd = (part) => {
    ended.push({ ...part, at: nowMs() });
    if (part.process === brokerProcess) brokerGone.abort();
    controller.abort();
  };
  const unwatch = style.needs.includes('rabbitmq')
    ? broker?.watch((end) => report({ process: brokerProcess, ...end }))
    : undefined;
  return {
    signal: controller.signal,
    brokerGone: brokerGone.signal,
    ended,
    raisedAt: () => ended[0]?.at ?? Number.POSITIVE_INFINITY,
    report,
    [Symbol.dispose]: () => unwatch?.(),
  };
};

/** A round that could not be carried out because parts of it died; there is nothing to judge. */
export class RoundLost extends EnvironmentError {
  readonly ended: readonly EndedPart[];
  constructor(message: string, ended: readonly EndedPart[], options?: ErrorOptions) {
    super(message, options);
    this.name = 'RoundLost';
    this.ended = ended;
  }
}

/** The error of a round in which a part died before there was anything to judge: the death is the cause, so it comes first. */
export const namedByEnd = (error: unknown, ended: readonly EndedPart[]): unknown => {
  const [first] = ended;
  if (first === undefined) return error;
  const how = first.signal === null ? `with exit code ${first.code ?? 'unknown'}` : `by ${first.signal}`;
  const last = first.lastLines === '' ? '' : `; its log ends with:\n${first.lastLines}`;
  return new RoundLost(
    `${first.process} (pid ${first.pid}) ended by itself ${how}, so the round could not be carried out: ${messageOf(error)}${last}`,
    ended,
    { cause: error },
  );
};
