import type { RoundResult } from '../../result/round.ts';
import type { RunResult } from '../../result/run.ts';
import { type Html, html } from '../../shared/html.ts';
import { noFigure, showCount, showDuration, showMoment } from '../format.ts';
import { contestantNames, drawnRounds, hasFault, hasRequests, medianOf, outcomesOf } from '../medians.ts';
import { waitingNoun } from '../waiting.ts';
import { sketchX, sketchY } from './sketch.ts';

/** Points of time at which the backlog is guessed. */
const sketchPoints = 5;

const question = (number: number, legend: string, body: Html): Html =>
  html`<fieldset><legend>${number}. ${legend}</legend>${body}</fieldset>`;

const measuredAs = (text: string): Html => html`<p class="measured" hidden><b>Measured:</b> ${text}</p>`;

/** Which contestant is faster for nine in ten and more, while it matters. */
const fastest = (result: RunResult): Html => {
  const phase = hasFault(result) ? 'during' : 'all';
  const names = contestantNames(result);
  const figures = names.map((name) => medianOf(result, name, 'completed.p95', phase));
  const options = [...names, 'none: it is never reached, or cannot be told'].map(
    (name) => html`<label><input type="radio" name="fastest" value="${name}"> ${name}</label>`,
  );
  const measured = names.map((name, index) => {
    const figure = figures[index] ?? null;
    const missing = hasRequests(result, name, phase) ? 'too few samples' : 'nothing to measure';
    return `${name} ${figure === null ? missing : figure === 'never' ? 'never' : showDuration(figure)}`;
  });
  const during = phase === 'during' ? ' during the fault' : '';
  return question(
    1,
    `Which contestant has the lower completed p95${during}?`,
    html`${options}<p class="guess"></p>${measuredAs(measured.join(', '))}`,
  );
};

const lostRequests = (result: RunResult): Html => {
  const names = contestantNames(result);
  const fields = names.map((name, index) => {
    const sent = outcomesOf(result, name)?.sent;
    const of = sent === undefined ? '' : ` of ${showCount(sent)} sent`;
    return html`<label>${name}${of} <input type="number" name="lost${index}" data-name="${name}" min="0" step="1" inputmode="numeric"></label>`;
  });
  const measured = names.map((name) => {
    const outcomes = outcomesOf(result, name);
    return `${name} ${outcomes === null ? noFigure : showCount(outcomes.lost)}`;
  });
  return question(
    2,
    'How many requests does each contestant lose, so that nobody was told the truth about them?',
    html`${fields}<p class="guess"></p>${measuredAs(measured.join(', '))}`,
  );
};

/** The contestant with the longest queue, or null where nothing ever waits. */
const queueing = (result: RunResult): RoundResult | null => {
  const [longest] = drawnRounds(result).toSorted((a, b) => b.backlog.peak - a.backlog.peak);
  return longest === undefined || longest.samples.t.length === 0 ? null : longest;
};

/** A round number above the peak, so that the scale does not give the answer away. */
const scaleAbove = (peak: number): number => {
  const power = 10 ** Math.floor(Math.log10(Math.max(10, peak * 1.5)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((value) => value >= peak * 1.5) ?? 10 * power;
};

const nearest = (times: readonly number[], wanted: number): number =>
  times.reduce(
    (best, t, index) => (Math.abs(t - wanted) < Math.abs((times[best] ?? 0) - wanted) ? index : best),
    0,
  );

const backlogSketch = (result: RunResult): Html | '' => {
  const round = queueing(result);
  if (round === null) return '';
  const { t, backlog } = round.samples;
  const end = t.at(-1) ?? 0;
  const scale = scaleAbove(round.backlog.peak);
  const picks = Array.from({ length: sketchPoints }, (_unused, index) => {
    const at = nearest(t, (end * (index + 0.5)) / sketchPoints);
    return { ms: t[at] ?? 0, value: backlog[at] ?? 0 };
  });
  const sliders = picks.map(
    ({ ms }, index) =>
      html`<label>at ${showMoment(ms)} <input type="range" name="sketch${index}" min="0" max="${scale}" step="${scale / 100}" value="0" data-at="${sketchX(ms / Math.max(1, end))}"></label>`,
  );
  const steps = Math.max(1, Math.ceil(t.length / 100));
  const measured = t
    .map((ms, index) => [ms, backlog[index] ?? 0] as const)
    .filter(([ms], index) => ms >= 0 && index % steps === 0)
    .map(([ms, value]) => `${sketchX(ms / Math.max(1, end))},${sketchY(value, scale)}`);
  const words = picks.map(({ ms, value }) => `${showCount(value)} at ${showMoment(ms)}`).join(', ');
  const svg = html`<svg class="sketch" viewBox="-4 -4 408 108" aria-hidden="true" data-scale="${scale}"><path d="M0 0V100H400" class="axis"/><polyline class="guessed" points=""/><polyline class="truth" points="${measured.join(' ')}" hidden/></svg>`;
  return question(
    3,
    `Sketch the backlog of ${round.contestant}: ${waitingNoun(round)} waiting, from 0 to ${showCount(scale)}.`,
    html`${svg}<div class="sliders">${sliders}</div><p class="guess"></p>${measuredAs(words)}`,
  );
};

/**
 * Class mode: three questions before the findings are shown, then each guess beside what was measured. Hidden where
 * scripts are off, since without them nothing could be opened again. `start`: the page opens with the questions.
 */
export const quiz = (result: RunResult, { start }: { readonly start: boolean }): Html =>
  html`<div id="quiz" data-start="${start ? 'yes' : 'no'}" hidden>
<button type="button" id="quiz-open">Class mode: guess first</button>
<form id="quiz-form" hidden aria-labelledby="quiz-title"><h2 id="quiz-title">What do you expect?</h2>
<p>${result.scenario.title}. Answer before you look; the findings open when you are done.</p>
${fastest(result)}${lostRequests(result)}${backlogSketch(result)}
<button type="submit">Compare with what was measured</button> <button type="button" id="quiz-skip">Show the findings without guessing</button></form>
<p id="quiz-state" role="status"></p></div>`;

/** While the questions are open, whatever gives an answer away is hidden. */
export const quizStyle = `
:root[data-quiz=open] .spoiler{display:none}
#quiz fieldset{border:1px solid var(--line);margin:.8rem 0;padding:.6rem 1rem;min-width:0}#quiz legend{font-weight:bold}
#quiz label{display:block;margin:.3rem 0}#quiz input[type=number]{font:inherit;width:7rem}#quiz input[type=range]{width:min(100%,20rem);vertical-align:middle}
#quiz button{font:inherit;padding:.4rem .8rem;margin:.3rem 0}.sketch{display:block;width:100%;max-width:34rem}
.sketch polyline,.sketch path{fill:none;stroke-width:2;vector-effect:non-scaling-stroke}.sketch .axis{stroke:var(--faint)}.sketch .guessed{stroke:var(--faint);stroke-dasharray:6 4}.sketch .truth{stroke:var(--c2)}.sketch [hidden]{display:none}
@media print{#quiz{display:none}}`;
