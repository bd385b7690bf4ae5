import { expect, test } from 'vitest';
import { crashRun } from '../../../test/support/sample-results.ts';
import type { RoundResult } from '../../result/round.ts';
import type { RunResult } from '../../result/run.ts';
import { comparisonTable } from '../comparison-rows.ts';
import type { Chart } from './chart.ts';
import { chartsOf } from './index.ts';
import { renderSvg } from './render-svg.ts';

const crash = crashRun();
const changed = (change: (round: RoundResult) => Partial<RoundResult>): RunResult => ({
  ...crash,
  rounds: crash.rounds.map((round) => ({ ...round, ...change(round) })),
});
const chart = (result: RunResult, id: string): Chart => chartsOf(result).find((one) => one.id === id)!;

const opened = changed(({ contestant }) => ({
  states:
    contestant === 'http'
      ? [
          { process: 'subscriptions-1', name: 'circuit:payments', from: 5_100, until: 8_000 },
          { process: 'subscriptions-2', name: 'circuit:payments', from: 6_000, until: 10_300 },
          { process: 'subscriptions-1', name: 'circuit:payments', from: -90_000, until: -80_000 },
          { process: 'subscriptions-1', name: 'something else', from: 1_000, until: 2_000 },
        ]
      : [],
}));

test.each(['latency', 'rates', 'dots'])(
  'the chart %s shows when a circuit was open, and not as a fault',
  (id) => {
    const { description } = chart(opened, id);
    const picture = JSON.stringify(chart(opened, id).option);
    // Two processes at a time are one band; what was over before the first bin is none.
    expect(picture).toContain('[[{"name":"http: circuit to payments open","xAxis":5.1},{"xAxis":10.3}]]');
    expect(picture).toContain('"borderType":"dashed"');
    expect(description).toContain('circuits to the named service was open');
    expect(JSON.stringify(chart(crash, id).option)).not.toContain('dashed');
    expect(chart(crash, id).description).not.toContain('circuit');
  },
);

test('the band and its words are in the picture', () => {
  expect(renderSvg(chart(opened, 'latency'))).toContain('http: circuit to payments open');
});

test('calls that nobody waits for have a line of their own, and only where there are any', () => {
  const owing = changed(({ samples }) => ({
    samples: { ...samples, pendingCalls: samples.t.map((_unused, index) => (index === 40 ? 615 : 0)) },
  }));
  const { option, table, marks } = chart(owing, 'rates');
  expect(JSON.stringify(option)).toContain('calls still owed: refunds, and requests to be given up');
  expect(table.head).toContain('http calls owed');
  expect(table.rows.map((row) => row[table.head.indexOf('http calls owed')])).toContain('615');
  expect(table.rows.map((row) => row[table.head.indexOf('http backlog')])).not.toContain('615');
  expect(marks[0]).toHaveLength(5);
  expect(chart(crash, 'rates').table.head).not.toContain('http calls owed');
});

test('the backlog of an older result, which has calls in it, is not called messages', () => {
  const older = changed(({ samples }) => ({ samples: { ...samples, pendingCalls: [] } }));
  expect(JSON.stringify(chart(older, 'rates').option)).toContain('backlog: messages or owed calls waiting');
  expect(JSON.stringify(chart(crash, 'rates').option)).toContain('backlog: messages waiting');
});

test('too few requests and none at all are told apart', () => {
  const [row] = comparisonTable(crash).rows.filter(
    ({ section, label }) => section.includes('during') && label === 'completed p99',
  );
  expect(row?.cells).toEqual(['too few', 'too few']);
  const empty = changed(({ phases }) => ({
    phases: {
      ...phases,
      during: { ...phases.during, windows: [] },
    },
  }));
  const cells = comparisonTable(empty)
    .rows.filter(({ section }) => section.includes('during'))
    .flatMap((one) => one.cells);
  expect(new Set(cells)).toEqual(new Set(['–']));
});
