export const runningIn: (folder: string) => readonly { readonly pid: number; readonly line: string }[];
