export const mutatedScenario: (
  texts: readonly string[],
  seed: number,
  index: number,
) => { readonly kind: string; readonly text: string };
