import { describe, expect, it } from 'vitest';
import { shippedWorkflow } from '../scenario/workflow-file.ts';
import { problemOf, type QuestionName, questions, readAnswers, type Written } from './questions.ts';

const written: Written = {
  rate: '40/s',
  peak: '200/s for 10s',
  work: '20ms 80ms',
  inAnswer: 'no',
  toldWithin: '1m',
  mayLose: 'nothing',
  mayFail: '0.1%',
  outage: '20s every 1d',
  slow: '2s for 30s every 1h',
  broker: '10s every 30d',
};
const workflow = shippedWorkflow('subscribe');
const read = (over: Partial<Written> = {}, further = {}) =>
  readAnswers({ ...written, ...over }, { workflow, workflowName: 'subscribe', ...further });

describe('answers', () => {
  it('are read as they are meant', () => {
    expect(read()).toEqual({
      workflow: 'subscribe',
      service: 'payments',
      work: { medianMs: 20, p99Ms: 80 },
      workers: 32,
      perSecond: 40,
      peak: { perSecond: 200, forMs: 10_000 },
      inAnswer: false,
      toldWithinMs: 60_000,
      mayLose: 0,
      mayFail: 0.001,
      outage: { forMs: 20_000, everyMs: 86_400_000 },
      slow: { addMs: 2_000, forMs: 30_000, everyMs: 3_600_000 },
      broker: { forMs: 10_000, everyMs: 30 * 86_400_000 },
    });
  });

  it('may be short, and need not know of everything', () => {
    const plain = { peak: 'none', outage: 'none', slow: 'none', broker: 'none', mayFail: 'anything' };
    expect(read({ ...plain, work: '5ms' })).toMatchObject({
      work: { medianMs: 5, p99Ms: 5 },
      peak: null,
      outage: null,
      slow: null,
      broker: null,
      mayFail: 1,
    });
  });

  it('give a slow step workers for twice the rate, where nobody says how many there are', () => {
    expect(read({ work: '1s' }).workers).toBe(80);
  });

  it.each<[QuestionName, readonly string[]]>([
    ['rate', ['40', '0/s', '-1/s', '4/s', '1000000/s', '', 'many']],
    [
      'peak',
      ['200/s', '10s', '200/s for', '200/s for 1s', '200/s for 10s more', 'x for 10s', '0/s for 10s', ''],
    ],
    ['work', ['', '20', '80ms 20ms', '1ms 1s', '20ms 80ms 90ms', '1h', '0ms']],
    ['inAnswer', ['', 'y', 'true', 'perhaps']],
    ['toldWithin', ['', '2', '0s', '25h', 'soon']],
    ['mayLose', ['', '101%', '-1%', '0.1', 'all']],
    ['mayFail', ['', '101%', '-1%', '0.1', 'some']],
    [
      'outage',
      [
        '',
        '20s',
        'every 1d',
        '20s every',
        '20s every 20s',
        '1d every 20s',
        'payments 20s every 1d',
        '0s every 1d',
      ],
    ],
    [
      'slow',
      [
        '',
        '2s',
        '2s every 1h',
        '2s for 30s',
        '2s 3s for 30s every 1h',
        'for 30s every 1h',
        '2 for 30s every 1h',
      ],
    ],
    ['broker', ['', '10s', 'every 30d', '10s every 99999d']],
  ])('%s refuses what it cannot mean, and says what it can', (name, texts) => {
    for (const text of texts) expect(problemOf(name, text), `${name} ${text}`).toMatch(/expected/);
  });

  it.each<[Partial<Written>, object, string]>([
    [{ rate: 'x' }, {}, '--rate x: expected a rate such as 40/s'],
    [{ peak: '30/s for 10s' }, {}, '--peak 30/s for 10s: expected a rate above the usual 40/s'],
    [{}, { service: 'payment' }, '--service payment: no such service in subscribe; did you mean `payments`?'],
    [
      { work: '100ms' },
      { workers: 3 },
      '--workers 3: can do 30/s at most, and 40/s come in usual times; expected at least 32 workers',
    ],
  ])('that do not go together are refused: %o %o', (over, further, message) => {
    expect(() => read(over, further)).toThrow(message);
  });

  it('have a flag each', () => {
    const flags = Object.values(questions).map(({ flag }) => flag);
    expect(new Set(flags).size).toBe(flags.length);
  });
});
