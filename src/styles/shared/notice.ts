import { type NoticeKind, noticeKinds, type Workflow } from '../../workflow/definition.ts';

/** Reads what a message or call asks to be told; `ready` when it does not say. */
export const noticeFrom = (value: unknown): NoticeKind =>
  noticeKinds.find((kind) => kind === value) ?? 'ready';

/** The notice that a ledger row stands for; undefined for any other row. */
export const noticeOf = ({ notices }: Workflow, effect: string): NoticeKind | undefined =>
  noticeKinds.find((kind) => notices[kind].effect === effect);
