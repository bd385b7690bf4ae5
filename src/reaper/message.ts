/** Names on a broker, and its address; `prefix` is the round's own. */
export interface WatchedTopology {
  readonly prefix: string;
  readonly url: string;
  readonly exchanges: readonly string[];
  readonly queues: readonly string[];
}

/** What the parent tells its reaper over the IPC channel. */
export type ReaperMessage =
  | { readonly watch: number }
  | { readonly forget: number }
  | { readonly watchFolder: string }
  | { readonly forgetFolder: string }
  | { readonly watchTopology: WatchedTopology }
  | { readonly forgetTopology: string }
  | { readonly end: true };
