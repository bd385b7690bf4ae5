import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compareRounds } from '../analysis/statistics.ts';
import { normal, seededRandom } from '../shared/random.ts';
import { knownNoise, priorsFrom, roundsAdvice } from './known-noise.ts';
import { keepCalibration, ownCalibrations, type StoredCalibration, thisMachine } from './store.ts';

const day = 86_400_000;
const now = Date.parse('2026-06-10T12:00:00Z');

const calibration = (over: Partial<StoredCalibration> = {}): StoredCalibration => ({
  at: new Date(now - 3 * day).toISOString(),
  machine: thisMachine(),
  scenario: 'payments-crash',
  style: 'http',
  measuredMs: 4_000,
  pairs: 10,
  noise: [
    { metric: 'completed.p50 all', sd: 0.03 },
    { metric: 'completed.p95 all', sd: 0.1 },
  ],
  ...over,
});

describe('what is known of the noise', () => {
  test('the noisiest of the styles that take part, with its age', () => {
    const known = knownNoise(
      [
        calibration(),
        calibration({ style: 'events', noise: [{ metric: 'completed.p50 all', sd: 0.05 }] }),
        calibration({ style: 'saga', noise: [{ metric: 'completed.p50 all', sd: 0.9 }] }),
      ],
      ['http', 'events'],
      now,
    );
    expect(known.sd).toEqual({ 'completed.p50 all': 0.05, 'completed.p95 all': 0.1 });
    expect(known.from).toBe(
      'measured on this machine 3 days ago, with http in payments-crash and events in payments-crash',
    );
  });

  test('nothing: typical figures for the plan, and no prior for a verdict', () => {
    const known = knownNoise([], ['http'], now);
    expect(known.from).toMatch(/tandem calibrate/);
    expect(priorsFrom(known)).toEqual({});
  });

  test('a prior weighs little, for it is of other rounds', () => {
    expect(priorsFrom(knownNoise([calibration()], ['http'], now))['completed.p50 all']).toEqual({
      sd: 0.0375,
      df: 1,
    });
  });

  test('the plan says what the rounds find, and how many find half of it', () => {
    const known = knownNoise([calibration()], ['http'], now);
    const [three, from] = roundsAdvice(known, 3);
    expect(three).toMatch(
      /^3 rounds find differences of \d+% of completed\.p50 and \d+% of completed\.p95 in 80% of runs; --rounds \d+ would find/,
    );
    expect(from).toMatch(/measured on this machine 3 days ago/);
    expect(roundsAdvice(known, 1)[0]).toMatch(/^One round finds no difference/);
  });
});

test.each([
  ['as it was', 1],
  ['twice as noisy', 2],
])('three rounds on a machine that is %s alarm no more often than stated', (_, factor) => {
  const prior = priorsFrom(knownNoise([calibration()], ['http'], now))['completed.p50 all']!;
  const random = seededRandom('prior', factor);
  const runs = 4_000;
  let alarms = 0;
  for (let run = 0; run < runs; run += 1) {
    const b = [1, 2, 3].map(() => Math.exp(factor * 0.03 * normal(random)));
    if ((compareRounds([1, 1, 1], b, prior).pValue ?? 1) < 0.05) alarms += 1;
  }
  expect(alarms / runs).toBeLessThan(0.05 + 3 * Math.sqrt(0.05 / runs));
});

describe('on disk', () => {
  let file: string;
  beforeEach(() => {
    file = join(mkdtempSync(join(tmpdir(), 'calibrations-')), 'tandem', 'calibrations.json');
  });
  afterEach(() => rmSync(join(file, '..', '..'), { recursive: true }));

  test('one of each style of this machine is kept, the newest; those of others are not ours', () => {
    keepCalibration(calibration({ pairs: 3 }), file);
    keepCalibration(calibration({ pairs: 8 }), file);
    keepCalibration(calibration({ style: 'events' }), file);
    keepCalibration(calibration({ machine: { ...thisMachine(), cores: 512 } }), file);
    expect(ownCalibrations(file).map(({ style, pairs }) => [style, pairs])).toEqual([
      ['http', 8],
      ['events', 10],
    ]);
  });

  test('a file that nobody can read is no knowledge, and no obstacle', () => {
    keepCalibration(calibration(), file);
    writeFileSync(file, '{"schema":"tandem.calibrations/1","calibrations":[{"at":1}');
    expect(ownCalibrations(file)).toEqual([]);
    keepCalibration(calibration(), file);
    expect(ownCalibrations(file)).toHaveLength(1);
  });
});
