export const kills: {
  readonly run: (options: { readonly count: number; readonly seed: number; readonly deadline: number }) => Promise<{
    readonly tried: number;
    readonly leftBehind: number;
    readonly failures: readonly { readonly case: string; readonly why: string }[];
    readonly detail: string;
  }>;
};
