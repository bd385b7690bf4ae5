/**
 * The page's only script, a constant, so that the policy of the page can name its hash. It adds a cursor to the pictures
 * (arrows, Home, End, pointer) that reads the rows of their tables out, and class mode. Nothing depends on it: what it
 * shows is on the page already. It is plain ES2020 and stays in sight of `figure[data-marks]`.
 */
export const script = `'use strict';
const figures = new Map();
const svgNs = 'http://www.w3.org/2000/svg';

const cursorFor = (figure) => {
  const svg = figure.querySelector('.drawing svg');
  const area = figure.querySelector('.drawing .scroll');
  const table = figure.querySelector('details table');
  const marks = figure.dataset.marks.split(';').map((row) => row.split(',').filter(Boolean).map((mark) => mark.split(' ').map(Number)));
  if (!svg || !area || !table || marks.every((row) => row.length === 0)) return;
  const head = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
  const rows = [...table.tBodies[0].rows];
  const readout = document.createElement('p');
  readout.className = 'readout';
  readout.setAttribute('role', 'status');
  readout.textContent = 'Arrow keys, Home and End, or the pointer, read the picture row by row.';
  figure.querySelector('.drawing').append(readout);
  const layer = document.createElementNS(svgNs, 'g');
  layer.setAttribute('class', 'cursor');
  svg.append(layer);
  let current = -1;
  const show = (index) => {
    current = Math.max(0, Math.min(rows.length - 1, index));
    layer.replaceChildren(...(marks[current] || []).map(([x, y, width, height]) => {
      const rect = document.createElementNS(svgNs, 'rect');
      for (const [name, value] of Object.entries({ x, y, width: Math.max(width, 0.5), height })) rect.setAttribute(name, value);
      return rect;
    }));
    const cells = [...rows[current].cells].map((cell) => cell.textContent);
    const said = cells.slice(1).flatMap((text, at) => (text === '–' || text === '' ? [] : [head[at + 1] + ' ' + text]));
    readout.textContent = head[0] + ' ' + cells[0] + ': ' + (said.join(', ') || 'nothing');
    const first = (marks[current] || [])[0];
    if (first && document.activeElement === area) {
      const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
      const at = first[0] * scale;
      if (at < area.scrollLeft || at > area.scrollLeft + area.clientWidth) area.scrollLeft = at - area.clientWidth / 2;
    }
  };
  const step = (by) => {
    let next = current + by;
    while (next >= 0 && next < rows.length && !(marks[next] || []).length) next += by;
    if (next >= 0 && next < rows.length) show(next);
  };
  const keys = { ArrowRight: () => step(1), ArrowDown: () => step(1), ArrowLeft: () => step(-1), ArrowUp: () => step(-1), Home: () => { current = -1; step(1); }, End: () => { current = rows.length; step(-1); } };
  area.addEventListener('keydown', (event) => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
  svg.addEventListener('pointermove', (event) => {
    const matrix = svg.getScreenCTM();
    if (!matrix) return;
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    let best = -1, least = Infinity;
    marks.forEach((row, index) => {
      for (const [x, y, width, height] of row) {
        const across = Math.max(x - point.x, 0, point.x - x - width), down = Math.max(y - point.y, 0, point.y - y - height);
        const away = Math.hypot(across, down);
        if (away < least) { least = away; best = index; }
      }
    });
    if (best >= 0 && best !== current) show(best);
  });
  const seconds = (row) => Number.parseFloat(row.cells[0].textContent.replace(',', '.'));
  figures.set(figure.id, (ms) => {
    let best = 0;
    rows.forEach((row, index) => {
      if (Math.abs(seconds(row) * 1000 - ms) < Math.abs(seconds(rows[best]) * 1000 - ms)) best = index;
    });
    show(best);
  });
};
document.querySelectorAll('figure[data-marks]').forEach(cursorFor);
document.querySelectorAll('a[data-at]').forEach((link) => link.addEventListener('click', () => figures.get(link.hash.slice(1))?.(Number(link.dataset.at))));

const quiz = document.querySelector('#quiz');
if (quiz) {
  const part = (name) => quiz.querySelector('#quiz-' + name);
  const form = part('form'), open = part('open'), state = part('state');
  const sliders = [...form.querySelectorAll('input[type=range]')];
  const sketch = form.querySelector('.sketch');
  const draw = () => {
    if (sketch) sketch.querySelector('.guessed').setAttribute('points', sliders.map((slider) => slider.dataset.at + ',' + (100 - (slider.value / sketch.dataset.scale) * 100)).join(' '));
  };
  sliders.forEach((slider) => slider.addEventListener('input', draw));
  const begin = () => {
    document.documentElement.dataset.quiz = 'open';
    form.hidden = false;
    open.hidden = true;
    state.textContent = '';
    draw();
  };
  const end = (text) => {
    delete document.documentElement.dataset.quiz;
    state.textContent = text;
  };
  const guesses = () => {
    const chosen = form.querySelector('input[type=radio]:checked');
    const lost = [...form.querySelectorAll('input[type=number]')].map((field) => field.dataset.name + ' ' + (field.value || 'no guess'));
    return [chosen ? chosen.value : 'no guess', lost.join(', '), sliders.map((slider) => Math.round(slider.value)).join(', ')];
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    guesses().forEach((guess, index) => {
      const place = form.querySelectorAll('.guess')[index];
      if (place) place.textContent = 'Your guess: ' + guess;
    });
    form.querySelectorAll('.measured').forEach((place) => { place.hidden = false; });
    form.querySelector('.truth')?.removeAttribute('hidden');
    end('Each guess now stands beside what was measured; the findings below are open.');
  });
  part('skip').addEventListener('click', () => { form.hidden = true; open.hidden = false; end('The findings are open.'); open.focus(); });
  open.addEventListener('click', () => { begin(); form.querySelector('input').focus(); });
  quiz.hidden = false;
  if (quiz.dataset.start === 'yes') begin();
}
`;

/** Looks of what the script adds. */
export const scriptStyle = `
.cursor rect{fill:var(--ink);fill-opacity:.12;stroke:var(--ink);stroke-width:1;pointer-events:none}.readout{min-height:3em;font-size:.9rem;margin:.2rem 0}
@media print{.readout,.cursor{display:none}}`;
