import { expect, test } from 'vitest';
import { healthyRun } from '../../test/support/sample-results.ts';
import { figuresOf, noisyRound, roundOf } from '../../test/support/synthetic-round.ts';
import type { FaultRecord } from '../result/observations.ts';
import type { RoundResult } from '../result/round.ts';
import { hlog } from './hlog.ts';

const filesOf = (...rounds: readonly RoundResult[]) => hlog.files({ ...healthyRun(), rounds });

const crash: FaultRecord = {
  type: 'crash',
  target: 'payments',
  struckAt: 2_000,
  liftedAt: 3_000,
  bites: 1,
  applies: true,
};

test('one file per contestant, milestone and phase, one line per round', () => {
  const later = { ...noisyRound('http', 2, 30), startedAt: '2026-01-01T00:01:00.000Z' };
  const files = filesOf(noisyRound('http', 1, 20), later, noisyRound('events', 1, 20));
  expect(files.map(({ file }) => file)).toEqual(
    ['http', 'events'].flatMap((name) =>
      ['before', 'all'].flatMap((phase) =>
        ['accepted', 'completed'].map((kind) => `${name}.${kind}.${phase}.hlog`),
      ),
    ),
  );
  const lines = files[3]?.text.trimEnd().split('\n') ?? [];
  expect(lines[2]).toBe('#[StartTime: 1767225600.000 (seconds since epoch), 2026-01-01T00:00:00.000Z]');
  const intervals = lines.slice(4).map((line) => line.split(','));
  expect(intervals.map(([start, length]) => [start, length])).toEqual([
    ['0.000', '10.000'],
    ['60.000', '10.000'],
  ]);
  // The cookie of a compressed V2 histogram, in base64.
  for (const [, , , histogram] of intervals) expect(histogram).toMatch(/^HISTFAAA/);
});

test('a phase in which nothing completed has an empty histogram, not a missing file', () => {
  const silent = roundOf(figuresOf([{ dueAt: 2_500 }], 5_000, [crash]));
  const during = filesOf(silent).find(({ file }) => file === 'a.completed.during.hlog');
  expect(during?.text.trimEnd().split('\n').at(-1)).toMatch(/^2\.000,1\.000,0\.000,HISTFAAA/);
});
