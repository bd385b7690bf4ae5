import type { FaultSpec } from '../faults/fault.ts';
import type { Way } from '../faults/target.ts';

/** A listener of the link process and where it leads. */
export interface Route extends Way {
  readonly host: string;
  readonly port: number;
}

export type ToLinks =
  | { readonly type: 'open'; readonly id: number; readonly routes: readonly Route[] }
  | { readonly type: 'inject'; readonly fault: FaultSpec; readonly seed: number }
  | { readonly type: 'clear'; readonly id: string };

export type FromLinks =
  /** Ports in the order of the routes. */
  | { readonly type: 'opened'; readonly id: number; readonly ports: readonly number[] }
  | { readonly type: 'injected'; readonly id: string; readonly at: number }
  | {
      readonly type: 'cleared';
      readonly id: string;
      readonly at: number;
      readonly affected: number;
      /** Whether anybody ever opened a connection over the link. */
      readonly used: boolean;
    }
  | { readonly type: 'failed'; readonly message: string };
