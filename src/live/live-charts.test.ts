import { describe, expect, it } from 'vitest';
import { latencyPoints, ratePoints } from './chart-points.ts';
import { liveCharts } from './charts.ts';
import { drawLiveChart, readLiveChart } from './draw-chart.ts';
import type { LiveProgress } from './event.ts';
import { followRounds } from './followed-rounds.ts';
import { stateSentence, timeLeft } from './state-sentence.ts';

const start: LiveProgress = {
  contestant: 'http',
  round: 1,
  rounds: 2,
  phase: 'load',
  remainingMs: 4_200,
  t: 0,
  sent: 0,
  accepted: 0,
  completed: 0,
  failed: 0,
  backlog: 0,
  inFlight: 0,
  recent: { completed: null },
  faults: [],
};
const second: LiveProgress = {
  ...start,
  t: 1_000,
  sent: 100,
  accepted: 90,
  completed: 80,
  backlog: 12_000,
  recent: { completed: { p50: 10, p95: 100 } },
};
const latency = { type: 'latency', target: 'payments', struckAt: 500, liftedAt: null };
const crash = { type: 'crash', target: 'payments', struckAt: 600, liftedAt: null };
const size = { width: 600, height: 270 };

const follow = (...points: readonly LiveProgress[]) => {
  const rounds = followRounds(['events', 'http']);
  for (const data of points) rounds.receive({ name: 'progress', data });
  return rounds;
};

const chart = (id: string) => {
  const found = liveCharts.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no chart ${id}`);
  return found;
};

describe('the rounds that are followed', () => {
  it('are the latest of each contestant, at its place among all', () => {
    const [round, ...others] = follow(start, second).latest();
    expect(others).toEqual([]);
    expect(round).toMatchObject({ name: 'http', position: 1, last: second });
    expect(round?.points).toHaveLength(2);
  });
  it.each([
    { how: 'the next round', point: { ...start, round: 2 } },
    { how: 'the same round once more', point: { ...start, t: -3_000 } },
  ])('begin anew with $how', ({ point }) => {
    expect(follow(start, second, point).latest()[0]?.points).toEqual([point]);
  });
  it('are forgotten when everything comes again', () => {
    const rounds = follow(start);
    rounds.forget();
    expect(rounds.latest()).toEqual([]);
  });
});

describe('points', () => {
  it('of a rate are per second, over the last four looks', () => {
    const third = { ...second, t: 1_500, sent: 100 };
    expect(ratePoints([start, second, third], 'sent')).toEqual([
      [1, 100],
      [1.5, 50],
    ]);
  });
  it('of a latency have gaps where nothing was completed', () => {
    expect(latencyPoints([start, second], 'p95')).toEqual([
      [0, null],
      [1, 100],
    ]);
  });
});

describe('a live chart', () => {
  it.each([
    {
      id: 'rates',
      text: 'Offered, accepted and completed: offered 100/s, http completed 80/s, http accepted 90/s',
    },
    { id: 'latency', text: 'Time from due to completed: http p95 100 ms, http p50 10 ms' },
    { id: 'backlog', text: 'Backlog and requests in flight: http backlog 12\u202f000, http in flight 0' },
  ])('of $id reads as the report writes figures', ({ id, text }) => {
    expect(readLiveChart(chart(id), follow(start, second).latest())).toBe(text);
  });
  it('says so when nothing was heard yet', () => {
    expect(readLiveChart(chart('rates'), [])).toBe('Offered, accepted and completed: nothing yet');
  });

  it('draws a contestant as the report does, latency on the decades of its axis', () => {
    const option = drawLiveChart(chart('latency'), follow(start, second).latest(), size);
    expect(option.series).toMatchObject([
      {},
      {
        name: 'http p95',
        lineStyle: { color: 'var(--c2)', type: [8, 4], width: 2.5 },
        data: [
          [0, null],
          [1, 2],
        ],
      },
      { name: 'http p50', lineStyle: { color: 'var(--c2)', type: [8, 4], width: 1.2 } },
    ]);
    expect(option.yAxis).toMatchObject({ min: 1, max: 2 });
  });
  it('shows a fault in force up to the last look', () => {
    const injected = { ...second, faults: [latency, { ...crash, struckAt: null }] };
    const option = drawLiveChart(chart('rates'), follow(start, injected).latest(), size);
    expect(option.series).toMatchObject([
      { markArea: { data: [[{ xAxis: 0.5 }, { xAxis: 1 }]] } },
      { name: 'offered' },
      { name: 'http completed' },
      { name: 'http accepted' },
    ]);
  });
});

describe('the state of the run', () => {
  it.each([
    { faults: [], sentence: 'Round 1 of 2, http: load.' },
    { faults: [latency], sentence: 'Round 1 of 2, http: load, under latency of payments.' },
    {
      faults: [latency, crash],
      sentence: 'Round 1 of 2, http: load, under latency of payments and crash of payments.',
    },
    { faults: [{ ...latency, liftedAt: 900 }], sentence: 'Round 1 of 2, http: load.' },
  ])('is: $sentence', ({ faults, sentence }) => {
    expect(stateSentence({ ...start, faults })).toBe(sentence);
    expect(timeLeft(start)).toBe('About 5 s left.');
  });
});
