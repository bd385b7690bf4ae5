import { describe, expect, test } from 'vitest';
import { familyOf, isRunning, parseProcessTable, readProcessTable, startTimeOf } from './process-table.ts';

const noSuchPid = 2 ** 30;

test('parseProcessTable reads the columns of ps', () => {
  expect(parseProcessTable('    1     0     1\n  812     1   812\n\n')).toEqual([
    { pid: 1, parent: 0, group: 1 },
    { pid: 812, parent: 1, group: 812 },
  ]);
});

describe('familyOf', () => {
  const table = [
    { pid: 10, parent: 1, group: 10 },
    { pid: 13, parent: 12, group: 13 },
    { pid: 12, parent: 10, group: 12 },
    { pid: 14, parent: 1, group: 10 },
    { pid: 20, parent: 1, group: 20 },
  ];

  test('has the descendants, in whatever order the table lists them, and orphans of the group', () => {
    expect([...familyOf([10], table)].sort()).toEqual([10, 12, 13, 14]);
  });

  test('leaves the parent and the siblings out', () => {
    expect([...familyOf([12], table)].sort()).toEqual([12, 13]);
    expect([...familyOf([20], table)]).toEqual([20]);
  });

  test('is a process that is not in the table alone', () => {
    expect([...familyOf([99], table)]).toEqual([99]);
  });
});

test('this process runs, has a start time that stays, and is in the table', () => {
  expect(isRunning(process.pid)).toBe(true);
  expect(startTimeOf(process.pid)).toBe(startTimeOf(process.pid));
  expect(startTimeOf(process.pid)).not.toBeNull();
  expect(readProcessTable().find(({ pid }) => pid === process.pid)?.parent).toBe(process.ppid);
});

test('a process that does not exist does not run', () => {
  expect(isRunning(noSuchPid)).toBe(false);
  expect(startTimeOf(noSuchPid)).toBeNull();
});
