/** The script of the live page: listens, draws, and asks for the report at the end. Plain ES2020; needs `echarts`. */
export const script = `'use strict';
const contestants = JSON.parse(document.body.dataset.contestants);
const state = document.querySelector('#state');
const style = getComputedStyle(document.documentElement);
const ink = (name) => style.getPropertyValue(name).trim();
// The points of the latest round of each contestant.
const latest = new Map();
const finished = [];

const charts = ['rates', 'latency', 'backlog'].map((id) => {
  const place = document.querySelector('#' + id + ' .live');
  return { id, place, chart: echarts.init(place, null, { renderer: 'svg' }) };
});
addEventListener('resize', () => charts.forEach(({ chart }) => chart.resize()));

const take = (event) => {
  const known = latest.get(event.contestant);
  if (!known || known.round !== event.round || event.t < known.points[known.points.length - 1].t) latest.set(event.contestant, { round: event.round, points: [event] });
  else known.points.push(event);
};

const perSecond = (points, of) => points.slice(1).map((point, index) => {
  const before = points[index];
  const seconds = (point.t - before.t) / 1000;
  return [point.t / 1000, seconds > 0 ? Math.max(0, (point[of] - before[of]) / seconds) : 0];
});
const smooth = (pairs) => pairs.map(([t], index) => {
  const some = pairs.slice(Math.max(0, index - 3), index + 1);
  return [t, Math.round(some.reduce((sum, [, value]) => sum + value, 0) / some.length)];
});
const told = (points, milestone, rank) => points.map(({ t, recent }) => [t / 1000, recent[milestone] ? recent[milestone][rank] : null]);
const plain = (points, of) => points.map((point) => [point.t / 1000, point[of]]);

const bands = () => [...latest.values()].flatMap(({ points }) => {
  const last = points[points.length - 1];
  return last.faults.filter(({ struckAt }) => struckAt !== null).map(({ struckAt, liftedAt }) => [{ xAxis: struckAt / 1000 }, { xAxis: (liftedAt === null ? last.t : liftedAt) / 1000 }]);
});

const lines = {
  rates: (points) => [['accepted', smooth(perSecond(points, 'accepted')), 'dashed'], ['completed', smooth(perSecond(points, 'completed')), 'solid']],
  latency: (points) => [['p50', told(points, 'completed', 'p50'), 'solid'], ['p95', told(points, 'completed', 'p95'), 'dashed']],
  backlog: (points) => [['backlog', plain(points, 'backlog'), 'solid'], ['in flight', plain(points, 'inFlight'), 'dashed']],
};

const draw = () => {
  for (const { id, place, chart } of charts) {
    const series = contestants.flatMap((name, index) => {
      const known = latest.get(name);
      if (!known) return [];
      const own = lines[id](known.points).map(([what, data, type]) => ({ name: name + ' ' + what, type: 'line', showSymbol: false, animation: false, data, color: ink('--c' + (index % 5 + 1)), lineStyle: { type, width: 2 } }));
      return id === 'rates' && index === 0 ? [{ name: 'offered', type: 'line', showSymbol: false, animation: false, color: ink('--faint'), lineStyle: { type: 'dotted' }, data: smooth(perSecond(known.points, 'sent')) }, ...own] : own;
    });
    if (series.length > 0) series[0].markArea = { silent: true, animation: false, itemStyle: { color: ink('--band') }, data: bands() };
    const text = { color: ink('--ink') };
    chart.setOption({
      animation: false, textStyle: text, legend: { textStyle: text, type: 'scroll' },
      grid: { left: 60, right: 20, top: 40, bottom: 40 },
      xAxis: { type: 'value', name: 's from the end of the warm-up', nameLocation: 'middle', nameGap: 25, axisLabel: text, nameTextStyle: text, splitLine: { show: false }, min: 'dataMin', max: 'dataMax' },
      yAxis: { type: id === 'latency' ? 'log' : 'value', axisLabel: text, splitLine: { lineStyle: { color: ink('--line') } } },
      series,
    }, { notMerge: true });
    const said = series.map(({ name, data }) => { const last = data.filter(([, value]) => value !== null).pop(); return last ? name + ' ' + last[1] : null; }).filter(Boolean);
    place.setAttribute('aria-label', document.querySelector('#' + id + ' h3').textContent + ': ' + (said.join(', ') || 'nothing yet'));
  }
};

const row = (head, cells) => {
  const line = document.createElement('tr');
  const first = document.createElement('th');
  first.scope = 'row';
  first.textContent = head;
  line.append(first, ...cells.map((cell) => { const place = document.createElement('td'); place.textContent = cell; return place; }));
  return line;
};
const fill = () => {
  document.querySelector('#now tbody').replaceChildren(...contestants.flatMap((name) => {
    const known = latest.get(name);
    if (!known) return [];
    const last = known.points[known.points.length - 1];
    return [row(name, [last.round, last.phase, last.sent, last.accepted, last.completed, last.failed, last.backlog, last.inFlight])];
  }));
  document.querySelector('#rounds tbody').replaceChildren(...finished.map(({ contestant, round, outcomes, valid }) => row(contestant, [round, outcomes.sent, outcomes.completed, outcomes.declined, outcomes.recovered, outcomes.failed, outcomes.lost, valid ? 'yes' : 'NO'])));
};

let said = '';
const say = ({ contestant, round, rounds, phase, remainingMs, faults }) => {
  const inForce = faults.filter(({ struckAt, liftedAt }) => struckAt !== null && liftedAt === null).map(({ type, target }) => type + ' of ' + target);
  const text = 'Round ' + round + ' of ' + rounds + ', ' + contestant + ': ' + phase + (inForce.length > 0 ? ', under ' + inForce.join(' and ') : '') + '.';
  // A screen reader hears of changes, and not of every second.
  if (text !== said) state.textContent = text + ' About ' + Math.ceil(remainingMs / 1000) + ' s left.';
  said = text;
};

const hear = ({ name, data }) => {
  if (name === 'round') finished.push(data);
  else take(data);
  return data;
};
let waiting = false;
// Drawing takes time from what is measured: once a second, and not at all where nobody sees it.
const later = () => {
  if (waiting || document.hidden) return;
  waiting = true;
  setTimeout(() => { waiting = false; draw(); fill(); }, 1000);
};
document.addEventListener('visibilitychange', later);

const source = new EventSource('/events');
// Also after a break of the connection: all from the start.
source.addEventListener('history', ({ data }) => {
  latest.clear();
  finished.length = 0;
  const all = JSON.parse(data);
  all.forEach(hear);
  const last = all.filter(({ name }) => name === 'progress').pop();
  if (last) say(last.data);
  later();
});
source.addEventListener('progress', ({ data }) => { say(hear({ name: 'progress', data: JSON.parse(data) })); later(); });
source.addEventListener('round', ({ data }) => { hear({ name: 'round', data: JSON.parse(data) }); later(); });
source.addEventListener('finished', () => { source.close(); location.reload(); });
`;
