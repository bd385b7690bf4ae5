import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schedule } from '../load/schedule.ts';
import { UsageError } from '../shared/errors.ts';
import { catalogue } from './catalogue.ts';
import { parseScenario } from './load.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-trace-'));
  writeFileSync(join(folder, 'a.csv'), 'time_ms\n100\n600\n1100\n1600\n');
  writeFileSync(join(folder, 'a.csv.gz'), gzipSync('time_ms\n100\n600\n1100\n1600\n'));
  writeFileSync(join(folder, 'one.csv'), 'time_ms\n100\n');
  writeFileSync(join(folder, 'bad.csv'), 'time_ms\n100\nsoon\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (load: string, rest = '', options = {}) =>
  parseScenario(
    `title: a\nclaim: b\nload: { warmUp: 0s, ${load} }\n${rest}`,
    join(folder, 'x.yaml'),
    catalogue,
    options,
  );

const complaint = (load: string, rest?: string): string => {
  try {
    read(load, rest);
    return 'no complaint';
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
};

describe('a trace', () => {
  it.each([
    ['trace: a.csv', [0, 500, 1_000, 1_500]],
    ['trace: a.csv.gz', [0, 500, 1_000, 1_500]],
    ['trace: { file: a.csv, speed: 2 }', [0, 250, 500, 750]],
    ['trace: a.csv, duration: 1s', [0, 500]],
    ['trace: { file: a.csv, loop: true }, duration: 4s', [0, 500, 1_000, 1_500, 2_000, 2_500, 3_000, 3_500]],
  ])('%s says when every contestant gets its requests', (load, due) => {
    const { load: spec } = read(load);
    expect([...schedule(spec, 1)]).toEqual(due);
    expect([...schedule(spec, 2)]).toEqual(due);
    expect(spec.trace?.hash).toMatch(/^[0-9a-f]{12}$/);
  });

  it('is cut where the scenario is scaled', () =>
    expect(read('trace: a.csv', '', { scale: 0.5 }).load).toMatchObject({
      trace: { dueAt: [0, 500] },
      stages: [{ forMs: 1_000 }],
    }));

  it.each([
    ['trace: none.csv', '', ':3:28: the trace cannot be read: ENOENT'],
    ['trace: bad.csv', '', ':3:28: bad.csv:3: `soon` is no time'],
    ['trace: a.csv, rate: 5/s', '', 'a trace has its own arrivals; drop `rate` or `trace`'],
    ['trace: { file: a.csv, loop: true }', '', 'give the load a `duration`'],
    ['trace: { file: one.csv, loop: true }, duration: 4s', '', 'nothing says how often it comes again'],
    ['trace: { file: a.csv, speed: 0 }', '', 'expected a number above 0'],
    ['trace: { file: a.csv, sped: 2 }', '', 'unknown key `sped`'],
    [
      'trace: a.csv',
      'contestants: { http: { style: http, load: { rate: 5/s } } }\n',
      ':4:51: the trace says when requests arrive; drop one of them',
    ],
  ])('%s %s is refused at its place', (load, rest, message) =>
    expect(complaint(load, rest)).toContain(message),
  );
});
