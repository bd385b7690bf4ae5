/** How long the stages of a load last together, ms. */
export const lengthOf = (stages: readonly { readonly forMs: number }[]): number =>
  stages.reduce((sum, { forMs }) => sum + forMs, 0);
