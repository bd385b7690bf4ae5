/** What the parent tells its guardian over the IPC channel. */
export type GuardianMessage =
  | { readonly watch: number }
  | { readonly forget: number }
  | { readonly watchFolder: string }
  | { readonly forgetFolder: string }
  | { readonly end: true };
