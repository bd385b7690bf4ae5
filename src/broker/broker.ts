/** How a broker of ours died. */
export interface BrokerEnd {
  readonly pid: number;
  readonly code: number | null;
  readonly signal: string | null;
  /** The end of its log. */
  readonly lastLines: string;
}

/** A running RabbitMQ. Disposing it gives back whatever was started for it, and only that. */
export interface Broker extends AsyncDisposable {
  readonly kind: 'external' | 'private' | 'compose';
  readonly url: string;
  readonly version: string;
  /** Of the Erlang VM, where it runs on this machine as a child of ours; changes with `restart()`. */
  readonly pid: number | null;
  /** Whether `kill()` and `restart()` may be called. */
  readonly canCrash: boolean;
  /** Any signal, for instance SIGSTOP, where `canCrash`. */
  signal(signal: NodeJS.Signals): Promise<void>;
  /** SIGKILL; resolves when the broker has ended. */
  kill(): Promise<void>;
  /** Has it stop in order, as for an upgrade, and kills it where that takes longer than `withinMs`; resolves when the broker has ended. */
  finish(withinMs: number): Promise<void>;
  /**
   * Calls the listener when the broker's process ends though nobody asked it to, at once where it has done so since its last
   * start; gives back what ends the listening. Only where
   * it is a child of ours: of another's broker we see that it is gone, not why.
   */
  watch(listener: (end: BrokerEnd) => void): () => void;
  /**
   * Starts it again with the same data on the same port; resolves when it takes connections. It takes none before `opensAt` (`nowMs()`), or,
   * where it cannot be held, starts so that it is likely to be ready then.
   */
  restart(opensAt?: number): Promise<void>;
}
