import { describe, expect, it } from 'vitest';
import { catalogueLiteral } from '../../test/support/catalogue-literal.ts';
import { UsageError } from '../shared/errors.ts';
import { parseScenario } from './load.ts';

const read = (stages: string, options = {}) =>
  parseScenario(`title: a\nclaim: b\nload: { stages: ${stages} }\n`, '/a/x.yaml', catalogueLiteral, options)
    .load.stages;

const complaint = (stages: string): string => {
  try {
    read(stages);
    return 'no complaint';
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
};

describe('stages', () => {
  it('may be ramps, from and to zero, and have names', () => {
    expect(read('[{ rate: 0/s, to: 100/s, for: 5s }, { rate: 100/s, for: 5s, name: spike }]')).toEqual([
      { perSecond: 0, toPerSecond: 100, forMs: 5_000 },
      { perSecond: 100, forMs: 5_000, name: 'spike' },
    ]);
  });

  it('are written out where they repeat', () => {
    expect(read('[{ repeat: 2, stages: [{ rate: 1/s, for: 1s }, { rate: 9/s, for: 2s }] }]')).toEqual([
      { perSecond: 1, forMs: 1_000 },
      { perSecond: 9, forMs: 2_000 },
      { perSecond: 1, forMs: 1_000 },
      { perSecond: 9, forMs: 2_000 },
    ]);
  });

  it('may have a shape, which `--scale` stretches with the stage', () => {
    const written =
      '[{ sine: { low: 10/s, high: 50/s, every: 4s }, for: 8s }, { burst: { rate: 5/s, peak: 80/s, every: 2s, lasts: 500ms }, for: 6s }]';
    const [sine, burst] = read(written);
    expect(sine).toEqual({
      perSecond: 10,
      forMs: 8_000,
      shape: { type: 'sine', settings: { low: 10, high: 50, every: 4_000 } },
    });
    expect(burst).toMatchObject({
      perSecond: 80,
      shape: { type: 'burst', settings: { rate: 5, peak: 80, every: 2_000, lasts: 500 } },
    });
    expect(read(written, { scale: 0.5 })[1]).toMatchObject({
      forMs: 3_000,
      shape: { settings: { rate: 5, peak: 80, every: 1_000, lasts: 250 } },
    });
  });

  it.each([
    ['[1]', ':3:18: expected a stage such as { rate: 50/s, for: 5s }'],
    ['[{ for: 5s }]', ':3:18: missing key `rate`'],
    ['[{ rate: 5/s }]', ':3:18: missing key `for`'],
    ['[{ rate: 5/s, for: 5s, too: 9/s }]', ':3:40: unknown key `too`; did you mean `to`?'],
    ['[{ rate: 5/s, to: fast, for: 5s }]', ':3:35: expected a rate such as 100/s, found `fast`'],
    ['[{ sinus: { low: 1/s }, for: 5s }]', ':3:20: unknown key `sinus`; expected one of rate, burst, sine'],
    ['[{ sine: { low: 9/s, high: 1/s, every: 1s }, for: 5s }]', ':3:44: expected a rate above `low`'],
    [
      '[{ burst: { rate: 1/s, peak: 9/s, every: 1s, lasts: 2s }, for: 5s }]',
      ':3:69: expected less than `every`',
    ],
    ['[{ sine: { low: 1/s, high: 9/s, every: 1s }, rate: 5/s, for: 5s }]', 'one shape a stage'],
    ['[{ rate: 0/s, for: 5s }]', ':3:9: no stage has a rate above 0, so nothing would be sent'],
    [
      '[{ repeat: 2, stages: [{ repeat: 2, stages: [{ rate: 1/s, for: 1s }] }] }]',
      ':3:42: a repetition cannot hold another; write it out',
    ],
    [
      '[{ repeat: 90, stages: [' +
        Array.from({ length: 12 }, () => '{ rate: 1/s, for: 1s }').join(', ') +
        '] }]',
      ':3:9: 1080 stages with all repetitions; expected 1000 at most',
    ],
    [
      '[{ rate: 5/s, for: 5s, name: The Spike }]',
      ':3:46: expected a name of small letters, digits and hyphens',
    ],
  ])('are refused at their place: %s', (written, message) => expect(complaint(written)).toContain(message));
});

describe('a budget of a named stage', () => {
  const spike = '[{ rate: 50/s, for: 5s }, { rate: 200/s, for: 5s, name: spike }, { rate: 50/s, for: 5s }]';
  const parsed = (text: string) => {
    const source = `title: a\nclaim: b\nload: { stages: ${spike} }\nbudgets: [${text}]\n`;
    return parseScenario(source, '/a/x.yaml', catalogueLiteral).budgets[0]?.parsed;
  };

  it('says which part of the load it means, without any fault', () => {
    expect(parsed('http.accepted.p95 during spike < 250ms')?.left).toMatchObject({
      phase: 'during',
      stage: 'spike',
    });
    expect(parsed('http.accepted.p95 < 250ms after spike')?.left).toMatchObject({
      phase: 'after',
      stage: 'spike',
    });
    expect(parsed('http.lost during spike - http.lost after spike == 0')?.left).toMatchObject({
      left: { phase: 'during' },
      right: { phase: 'after', stage: 'spike' },
    });
  });

  it.each([
    ['lost during spke == 0', 'unknown stage `spke`; did you mean `spike`?'],
    ['lost during == 0', 'the scenario has no faults, so nothing is `during` one'],
    ['lost before spike == 0', 'expected'],
    ['drainTime during spike < 1s', 'drainTime is a figure of the whole round and has no `during`'],
  ])('is refused where it cannot be meant: %s', (text, message) => {
    expect(() => parsed(text)).toThrow(message);
  });
});
