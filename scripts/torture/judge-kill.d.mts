export const judgeKill: (end: {
  readonly hung: boolean;
  readonly kill: { readonly role: string; readonly pid: number; readonly at: number };
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly said: string;
  readonly result: object | null;
}) => readonly string[];
