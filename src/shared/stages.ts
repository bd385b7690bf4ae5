/** How long the stages of a load last together, ms. */
export const lengthOf = (stages: readonly { readonly forMs: number }[]): number =>
  stages.reduce((sum, { forMs }) => sum + forMs, 0);

/** How many requests fall due in the stages of a load, on average. */
export const requestsIn = (
  stages: readonly { readonly perSecond: number; readonly forMs: number }[],
): number => stages.reduce((sum, { perSecond, forMs }) => sum + (perSecond * forMs) / 1_000, 0);
