export const damagedResult: (
  texts: readonly string[],
  seed: number,
  index: number,
) => { readonly kind: string; readonly bytes: Uint8Array };
