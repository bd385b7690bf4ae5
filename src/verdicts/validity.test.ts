import { describe, expect, test } from 'vitest';
import type { MachineFigures } from '../result/generator.ts';
import { judgeValidity, type ValidityInput } from './validity.ts';

const sound: ValidityInput = {
  ended: [],
  blocked: [],
  deafBecause: [],
  generator: {
    intended: 1_000,
    sent: 1_000,
    achieved: 1,
    cpuShare: 0.2,
    sendLag: { p50: 0.5, p99: 1.2, max: 9 },
    eventLoopDelay: { p50: 0.1, p99: 2, max: 12 },
  },
  faults: [{ type: 'crash', target: 'payments', struckAt: 5_000, liftedAt: 9_000, bites: 1, applies: true }],
  plannedSaturation: false,
  maxSendLagMs: 20,
  machine: null,
  mostOthers: 0.15,
  withoutClass: 0,
  problems: [],
  laws: [{ law: 'partition', holds: true, detail: '' }],
};
const dead = {
  process: 'payments-1',
  pid: 77,
  signal: 'SIGKILL',
  code: null,
  atMs: 3_200,
  lastLines: ['last words'],
};
const quiet: MachineFigures = {
  cores: 2,
  own: 0.5,
  others: 0.01,
  stolen: 0,
  throttled: 0,
  waited: 0.5,
  loadAverage: 1,
};
const starved: ValidityInput['generator'] = { ...sound.generator, sent: 700, achieved: 0.7, cpuShare: 0.97 };
const lagging: ValidityInput['generator'] = { ...sound.generator, sendLag: { p50: 1, p99: 30, max: 200 } };
const injected = sound.faults[0]!;

describe('validity of a round', () => {
  test.each<[string, Partial<ValidityInput>, readonly RegExp[]]>([
    ['sound', {}, []],
    ['starved', { generator: starved }, [/sent 700 of 1000 .*70\.0%.*97\.0% of a core: lower load\.rate/]],
    ['starved on purpose', { generator: starved, plannedSaturation: true }, []],
    ['99% is enough', { generator: { ...sound.generator, achieved: 0.99 } }, []],
    ['late', { generator: lagging }, [/send lag p99 30\.0 ms is above 20\.0 ms \(load\.maxSendLag\)/]],
    ['late, but the scenario allows it', { generator: lagging, maxSendLagMs: 50 }, []],
    [
      'a machine that others took',
      { machine: { ...quiet, own: 0.3, others: 0.5 } },
      [/Others took the machine .* used 50%/],
    ],
    ['a machine that was ours', { machine: quiet }, []],
    [
      'a part that died by itself: the only reason',
      { ended: [dead], generator: starved, faults: [{ ...injected, struckAt: null }] },
      [/payments-1 \(pid 77\) ended by itself by SIGKILL at 3\.2 s.*out-of-memory.*ends with: last words/],
    ],
    [
      'a broker with an alarm: the only reason',
      {
        blocked: [{ reason: 'low on memory', fromMs: 1_234, forMs: 4_000, lasts: true }],
        laws: [{ law: 'work', holds: false, detail: '' }],
      },
      [
        /broker blocked publishers: low on memory \(from 1\.2 s of the load on, 4\.0 s in all and still at the end\)/,
      ],
    ],
    [
      'a fault that could not be cleared',
      { faults: [{ ...injected, error: 'could not be cleared: the node ended during its start' }] },
      [/The fault crash on payments could not be cleared: the node ended/],
    ],
    ['a lag of nothing', { generator: { ...lagging, sendLag: { p50: NaN, p99: NaN, max: NaN } } }, [/late/]],
    [
      'an autoscaler that could not act',
      {
        scaling: [
          {
            service: 'stock',
            at: 4_000,
            from: 1,
            to: 2,
            utilisation: 1,
            target: 0.7,
            doneAt: null,
            error: 'stock-2 did not start',
          },
        ],
      },
      [/could not bring stock from 1 to 2 at 4\.0 s: stock-2 did not start\.$/],
    ],
    [
      'a fault that was never injected',
      { faults: [{ ...injected, struckAt: null }] },
      [/crash on payments was never injected/],
    ],
    ['a fault that affected nobody', { faults: [{ ...injected, bites: 0 }] }, [/affected nothing/]],
    [
      'a fault that does not apply',
      { faults: [{ ...injected, struckAt: null, bites: 0, applies: false }] },
      [],
    ],
    [
      'a broken law, and one that could not be judged',
      {
        laws: [
          { law: 'work', holds: false, detail: 'payments worked 0 ms of 20 ms' },
          { law: 'little', holds: null, detail: 'too few' },
        ],
      },
      [/law "work" is broken: payments worked 0 ms of 20 ms/],
    ],
    [
      'no class',
      { withoutClass: 4, problems: ['could not read payments ledger'] },
      [/could not read payments ledger/, /^4 requests have no outcome class/],
    ],
  ])('%s', (_name, changes, expected) => {
    const reasons = judgeValidity({ ...sound, ...changes });
    expect(reasons).toHaveLength(expected.length);
    for (const [index, pattern] of expected.entries()) expect(reasons[index]).toMatch(pattern);
    for (const reason of reasons) expect(reason).toMatch(/\.$/);
  });
});
