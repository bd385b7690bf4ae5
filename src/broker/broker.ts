/** A running RabbitMQ. Disposing it gives back whatever was started for it, and only that. */
export interface Broker extends AsyncDisposable {
  readonly kind: 'external' | 'private' | 'compose';
  readonly url: string;
  readonly version: string;
  /** Of the Erlang VM, where it runs on this machine as a child of ours; changes with `restart()`. */
  readonly pid: number | null;
  /** Whether `kill()` and `restart()` may be called. */
  readonly canCrash: boolean;
  /** SIGKILL; resolves when the broker has ended. */
  kill(): Promise<void>;
  /** Starts it again with the same data on the same port; resolves when it takes connections. */
  restart(): Promise<void>;
}
