import type { Task } from '../../../shared/task-graph.ts';
import type { ClientCall } from '../../style.ts';

/** Calls of a plan as tasks: a call that names none to wait for waits for the one before it. */
export const tasksOf = (calls: readonly ClientCall[]): readonly Task[] =>
  calls.map(({ after }, place) => ({ after: after ?? (place === 0 ? [] : [place - 1]) }));
