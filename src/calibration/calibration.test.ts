import { describe, expect, test } from 'vitest';
import { noisyRound } from '../../test/support/synthetic-round.ts';
import type { RoundResult } from '../result/round.ts';
import { catalogue } from '../scenario/catalogue.ts';
import { parseScenario } from '../scenario/load.ts';
import { scenarioFor } from '../scenario/scenario-for.ts';
import { calibrationOf, controlDelayMs, controlOf } from './calibration.ts';
import { renderCalibration } from './render.ts';
import { likeAndLike, plainAndDelayed, shortened } from './variants.ts';

const scenario = parseScenario(
  `title: A
claim: b
load: { rate: 100/s, duration: 20s, warmUp: 3s, drain: 30s }
services: { payments: { work: { median: 20ms, p99: 80ms } } }
faults: [{ at: 5s, for: 5s, crash: payments }]
budgets:
  - events.completed.p50 < 101ms
  - events.completed.p50 < 10s
  - events.completed.p50 <= baseline + 1%
  - events.completed.p50 / http.completed.p50 < 2
  - events.completed.p50 during < 2s
  - lost == 0
`,
  'a.yaml',
  catalogue,
);
const events = scenario.contestants[1]!;

const rounds = (name: string, medianMs: number, count: number): RoundResult[] =>
  Array.from({ length: count }, (_unused, index) => noisyRound(name, index + 1, medianMs));

describe('the variants of a scenario', () => {
  const short = shortened(scenario);

  test('are short, without faults, and under the same load', () => {
    expect(short).toMatchObject({ faults: [], budgets: scenario.budgets });
    expect(short.load).toMatchObject({ warmUpMs: 1_000, drainMs: 30_000 });
    expect(short.load.stages).toEqual([{ perSecond: 100, forMs: 4_000 }]);
  });

  test('measure long enough for a p95, and never longer than the scenario', () => {
    const at = (rate: string): number =>
      shortened(parseScenario(`title: A\nclaim: b\nload: { rate: ${rate} }\n`, 'a.yaml', catalogue)).load
        .stages[0]!.forMs;
    expect([at('30/s'), at('1/s')]).toEqual([10_000, 20_000]);
  });

  test('have one contestant twice, or once with longer work at payments', () => {
    expect(likeAndLike(short, events, 10).contestants).toEqual([events, { ...events, name: 'events-again' }]);
    const [plain, delayed] = plainAndDelayed(short, events, {
      addedMs: 30,
      rounds: 3,
      service: 'payments',
    }).contestants;
    expect(scenarioFor(short, plain!).services['payments']?.work).toEqual({ medianMs: 20, p99Ms: 80 });
    expect(scenarioFor(short, delayed!).services['payments']?.work).toEqual({ medianMs: 50, p99Ms: 110 });
  });

  test('of a closed loop are refused', () => {
    const text = 'title: A\nclaim: b\nload: { saturate: { connections: 5 } }\n';
    expect(() => shortened(parseScenario(text, 'a.yaml', catalogue))).toThrow(
      'a closed loop has no due times',
    );
  });
});

describe('a calibration', () => {
  const like = [...rounds('events', 100, 10), ...rounds('events-again', 100, 10)];
  const calibration = calibrationOf(like, scenario, 'events');

  test('knows the noise of each metric', () => {
    expect(calibration.pairs).toBe(10);
    const p50 = calibration.noise.find(({ metric }) => metric === 'completed.p50 all');
    expect(p50?.sd).toBeGreaterThan(0.001);
    expect(p50?.sd).toBeLessThan(0.1);
  });

  test('warns of margins below the noise, of those alone', () => {
    expect(calibration.budgets.map(({ belowNoise }) => belowNoise)).toEqual([
      true,
      false,
      true,
      false,
      false,
      false,
    ]);
    expect(calibration.budgets.map(({ note }) => note)).toEqual([
      ...['', '', '', 'names another contestant'],
      expect.stringContaining('no samples'),
      'a count, decided exactly',
    ]);
    expect(calibration.budgets[2]?.margin).toBeCloseTo(0.01, 2);
  });

  test('counts only pairs of valid rounds', () => {
    const broken = like.map((round) => (round.round < 3 ? { ...round, valid: false } : round));
    expect(calibrationOf(broken, scenario, 'events').pairs).toBe(8);
  });

  test('finds a delay that is there, and not one that is not', () => {
    const addedMs = controlDelayMs(like);
    expect(addedMs).toBeGreaterThan(45);
    const delayed = [...rounds('events', 100, 3), ...rounds('events-delayed', 100 + addedMs, 3)];
    expect(controlOf(delayed, { addedMs, service: 'payments' }).found).toBe(true);
    expect(
      controlOf([...rounds('events', 100, 3), ...rounds('events-delayed', 100, 3)], {
        addedMs,
        service: 'payments',
      }).found,
    ).toBe(false);
    expect(controlOf([], { addedMs, service: 'payments' })).toEqual({
      service: 'payments',
      addedMs,
      found: false,
      comparison: null,
    });
  });

  test('is printed with its doubts', () => {
    const control = { service: 'payments', addedMs: 50, found: false, comparison: null };
    const text = renderCalibration(calibration, control, { rounds: 3, measuredMs: 4_000 });
    expect(text).toContain('events against itself: 10 valid pairs of rounds of 4.0 s');
    expect(text).toContain('warning: events.completed.p50 < 101ms: its margin is below');
    expect(text).toContain('NOT FOUND');
  });
});
