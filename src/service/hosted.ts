import type { Served } from '../styles/style.ts';
import type { FaultLayer } from './fault-layer.ts';
import type { SampledGauges } from './gauges.ts';
import type { Peers } from './protocol.ts';

/** A service in this process, with the handles by which the harness steers it. */
export interface Host {
  readonly served: Served;
  readonly faults: FaultLayer;
  readonly gauges: SampledGauges;
  readonly setPeers: (peers: Peers) => void;
  /** Takes nothing new, and resolves when what was in hand is finished; at once where the style does not know how. */
  readonly finish: () => Promise<void>;
  /** Stops serving and closes the database. */
  readonly drain: () => Promise<void>;
}
