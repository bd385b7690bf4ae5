export const exerciseResult: (
  modules: object,
  bytes: Uint8Array,
  options: { readonly folder: string; readonly sound: object; readonly everything: boolean },
) => string;
