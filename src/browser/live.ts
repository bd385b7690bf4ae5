/**
 * The program of the live page: listens, draws, and asks for the report at the end. The page loads the chart library, whose
 * one global object is `echarts`, before it.
 */
import type * as library from 'echarts';
import { type LiveChart, liveCharts } from '../live/charts.ts';
import { type Column, progressColumns, roundColumns } from '../live/columns.ts';
import { drawLiveChart, readLiveChart } from '../live/draw-chart.ts';
import type { LiveEvent, LiveMessages, LiveProgress } from '../live/event.ts';
import { type FollowedRounds, followRounds } from '../live/followed-rounds.ts';
import { stateSentence, timeLeft } from '../live/state-sentence.ts';
import { need } from './find.ts';

declare const echarts: Pick<typeof library, 'init'>;

/** Drawing takes time from what is measured. */
const drawEveryMs = 1_000;

const contestantsOf = ({ dataset }: HTMLElement): readonly string[] => {
  const names: unknown = JSON.parse(dataset['contestants'] ?? '[]');
  return Array.isArray(names) ? names.map(String) : [];
};

/** A chart in its place; draws itself anew each time. */
const chartIn = (chart: LiveChart): ((rounds: FollowedRounds) => void) => {
  const place = need(document, `#${chart.id} .live`, HTMLElement);
  const drawn = echarts.init(place, null, { renderer: 'svg' });
  return (rounds) => {
    const latest = rounds.latest();
    drawn.resize();
    const size = { width: drawn.getWidth(), height: drawn.getHeight() };
    drawn.setOption(drawLiveChart(chart, latest, size), { notMerge: true });
    place.setAttribute('aria-label', readLiveChart(chart, latest));
  };
};

const rowOf = <Row>(columns: readonly Column<Row>[], row: Row): HTMLTableRowElement => {
  const line = document.createElement('tr');
  for (const [index, { cell, holds }] of columns.entries()) {
    const place = document.createElement(index === 0 ? 'th' : 'td');
    if (index === 0) place.setAttribute('scope', 'row');
    if (holds === 'words') place.className = 'text';
    place.textContent = cell(row);
    line.append(place);
  }
  return line;
};

const tableIn = <Row>(section: string, columns: readonly Column<Row>[]): ((rows: readonly Row[]) => void) => {
  const body = need(document, `${section} tbody`, HTMLTableSectionElement);
  return (rows) => body.replaceChildren(...rows.map((row) => rowOf(columns, row)));
};

/** Writes the state of the run; a screen reader is told of changes only. */
const stateIn = (place: HTMLElement): ((progress: LiveProgress) => void) => {
  let known = '';
  return (progress) => {
    const sentence = stateSentence(progress);
    if (sentence !== known) place.textContent = `${sentence} ${timeLeft(progress)}`;
    known = sentence;
  };
};

/** Does something a while later, once for all calls until then, and not at all in a tab that nobody sees. */
const later = (act: () => void): (() => void) => {
  let waiting = false;
  return () => {
    if (waiting || document.hidden) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      act();
    }, drawEveryMs);
  };
};

const rounds = followRounds(contestantsOf(document.body));
const charts = liveCharts.map(chartIn);
const fillProgress = tableIn('#now', progressColumns);
const fillRounds = tableIn('#rounds', roundColumns);
const showState = stateIn(need(document, '#state', HTMLElement));

const drawSoon = later(() => {
  for (const draw of charts) draw(rounds);
  fillProgress(rounds.latest().map(({ last }) => last));
  fillRounds(rounds.finished());
});
document.addEventListener('visibilitychange', drawSoon);
window.addEventListener('resize', drawSoon);

const source = new EventSource('/events');

const on = <Name extends keyof LiveMessages>(name: Name, act: (message: LiveMessages[Name]) => void): void =>
  source.addEventListener(name, ({ data }: MessageEvent<string>) => {
    // The server of this page has written it, and both are compiled with the same types.
    act(JSON.parse(data) as LiveMessages[Name]);
  });

const receive = (event: LiveEvent): void => {
  rounds.receive(event);
  if (event.name === 'progress') showState(event.data);
  drawSoon();
};

on('history', (events) => {
  rounds.forget();
  for (const event of events) rounds.receive(event);
  const last = events.findLast(({ name }) => name === 'progress');
  if (last?.name === 'progress') showState(last.data);
  drawSoon();
});
on('progress', (data) => receive({ name: 'progress', data }));
on('round', (data) => receive({ name: 'round', data }));
on('finished', () => {
  source.close();
  location.reload();
});
