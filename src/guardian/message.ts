/** Names on a broker, and its address; `prefix` is the round's own. */
export interface WatchedTopology {
  readonly prefix: string;
  readonly url: string;
  readonly exchanges: readonly string[];
  readonly queues: readonly string[];
}

/** What the parent tells its guardian over the IPC channel. */
export type GuardianMessage =
  | { readonly watch: number }
  | { readonly forget: number }
  | { readonly watchFolder: string }
  | { readonly forgetFolder: string }
  | { readonly watchTopology: WatchedTopology }
  | { readonly forgetTopology: string }
  | { readonly end: true };
