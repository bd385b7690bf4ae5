import type { Behaviour, Fate } from './behaviour.ts';

/** The first message to the stub. */
export interface StubStart {
  readonly type: 'start';
  readonly behaviour: Behaviour;
  /** `nowMs()` from and until which the stall lasts or the port is closed. */
  readonly window: readonly [number, number];
}

/** Asks for the records; the stub forgets nothing and goes on. */
export interface StubReport {
  readonly type: 'report';
}

export type ToStub = StubStart | StubReport;

/** The stub's own account of one request that reached it. Stamps are `nowMs()`. */
export interface StubRecord {
  readonly id: string;
  readonly fate: Fate;
  readonly receivedAt: number;
  /** When the answer was handed to the operating system; null without one. */
  readonly answeredAt: number | null;
}

export type FromStub =
  | { readonly type: 'listening'; readonly url: string }
  | { readonly type: 'records'; readonly records: readonly StubRecord[] };
