import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTrace, played, TraceError } from './trace.ts';

describe('a trace', () => {
  it.each<[string, string, readonly number[], number]>([
    ['seconds', 'time\n10\n10.5\n12\n', [0, 500, 2_000], 3_000],
    ['milliseconds', 'timestamp_ms,path\n1000,/a\n1250,"/b,c"\n', [0, 250], 500],
    ['dates', 'Timestamp\n2026-01-31T12:00:00Z\n2026-01-31T12:00:00.040Z\n', [0, 40], 80],
    ['counts', 'time,count\n0,2\n1,0\n2,4\n', [0, 500, 2_000, 2_250, 2_500, 2_750], 3_000],
    [
      'counts of which quiet ones are left out',
      'time,count\n0,2\n60,1\n61,1\n',
      [0, 500, 60_000, 61_000],
      62_000,
    ],
    ['comments, blanks and a byte order mark', '\ufeff# from a log\n time \n\n 1 \n', [0], 1],
  ])('of %s', (_, text, dueAt, lengthMs) => expect(parseTrace(text)).toEqual({ dueAt, lengthMs }));

  it('comes back as it was written', () => {
    const times = fc
      .array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1 })
      .map((list) => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(times, (list) => {
        const { dueAt } = parseTrace(`time_ms\n${list.join('\n')}\n`);
        expect(dueAt).toEqual(list.map((at) => at - (list[0] ?? 0)));
      }),
    );
  });

  it.each<[string, number, string]>([
    ['', 1, 'has no line after its header'],
    ['time\n', 1, 'has no line after its header'],
    ['when\n1\n', 1, 'has no column of times'],
    ['time\n1\nsoon\n', 3, '`soon` is no time'],
    ['time\n5\n4\n', 3, 'is earlier than the line before it'],
    ['time,count\n1,2\n2,1.5\n', 3, '`1.5` is no count'],
    ['time,count\n1,0\n', 1, 'has no arrival'],
    ['time,count\n1,\n', 2, '`` is no count'],
    ['time,count\n1,0x10\n', 2, '`0x10` is no count'],
    ['# a day\n\ntime,count\n0,100\n', 4, 'nothing says how long its interval is'],
    ['time\n2026-02-30T00:00:00Z\n2026-03-01T00:00:00Z\n', 2, '`2026-02-30T00:00:00Z` is no time'],
    ['time,count\n1,999999999\n', 1, 'expected 5000000 at most'],
    ['time,count\n1,2,3\n', 2, 'Invalid Record Length'],
    ['time\n"1\n', 2, 'Quote Not Closed'],
  ])('%j is refused in line %i', (text, line, message) => {
    try {
      parseTrace(text);
    } catch (error) {
      if (!(error instanceof TraceError)) throw error;
      expect(error.line).toBe(line);
      expect(error.message).toContain(message);
      return;
    }
    expect.unreachable();
  });

  it('plays faster, over and over, and is cut at the end', () => {
    const trace = { dueAt: [0, 600], lengthMs: 1_000 };
    expect(played(trace, 2, false, 10_000)).toEqual([0, 300]);
    expect(played(trace, 1, true, 1_700)).toEqual([0, 600, 1_000, 1_600]);
    expect(played(trace, 1, false, 500)).toEqual([0]);
  });
});
