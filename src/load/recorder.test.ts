import { expect, test } from 'vitest';
import { nowMs } from '../shared/clock.ts';
import { createRecorder } from './recorder.ts';
import { notices } from './ticket.ts';

const recorderOf = (count: number) => createRecorder('r-', new Float64Array(count), nowMs(), false);

test('of two different notices the later counts, and the same again is counted', () => {
  const recorder = recorderOf(2);
  recorder.sent(0);
  recorder.answered(0, 202, 'accepted');
  recorder.noticed('r-0', 'ready');
  recorder.noticed('r-0', 'ready');
  expect(recorder.repeatedNotices()).toBe(1);
  expect(recorder.progress(true)).toMatchObject({ completed: 1, awaiting: 0 });
  recorder.noticed('r-0', 'failed');
  expect(recorder.progress(true)).toMatchObject({ completed: 0, awaiting: 0 });
  expect(recorder.repeatedNotices()).toBe(1);
  expect(notices[recorder.tickets().notice[0]!]).toBe('failed');
});

test('a notice of nobody, or of another round, changes nothing', () => {
  const recorder = recorderOf(1);
  for (const id of ['r-1', 'r--1', 'r-x', 'other-0']) recorder.noticed(id, 'ready');
  expect([...recorder.tickets().notice]).toEqual([0]);
});
