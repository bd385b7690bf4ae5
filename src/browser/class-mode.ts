import { sketchY } from '../reports/html/sketch.ts';
import { findAll, findIn, need } from './find.ts';

const noGuess = 'no guess';

/** The polyline of the backlog as it is guessed, from the sliders. */
const drawSketch = (form: HTMLFormElement, sliders: readonly HTMLInputElement[]): void => {
  const sketch = findIn(form, '.sketch', SVGSVGElement);
  if (sketch === null) return;
  const scale = Number(sketch.dataset['scale']);
  const points = sliders.map(
    (slider) => `${slider.dataset['at'] ?? ''},${sketchY(slider.valueAsNumber, scale)}`,
  );
  need(sketch, '.guessed', SVGPolylineElement).setAttribute('points', points.join(' '));
};

/** What was guessed, in the order of the questions. */
const guessesIn = (form: HTMLFormElement, sliders: readonly HTMLInputElement[]): readonly string[] => {
  const fastest = findIn(form, 'input[type=radio]:checked', HTMLInputElement)?.value ?? noGuess;
  const lost = findAll(form, 'input[type=number]', HTMLInputElement).map(
    ({ dataset, value }) => `${dataset['name'] ?? ''} ${value === '' ? noGuess : value}`,
  );
  const backlog = sliders.map(({ valueAsNumber }) => Math.round(valueAsNumber));
  return [fastest, lost.join(', '), backlog.join(', ')];
};

const showMeasured = (form: HTMLFormElement, guesses: readonly string[]): void => {
  const places = findAll(form, '.guess', HTMLElement);
  for (const [index, guess] of guesses.entries()) {
    const place = places[index];
    if (place !== undefined) place.textContent = `Your guess: ${guess}`;
  }
  for (const place of findAll(form, '.measured', HTMLElement)) place.hidden = false;
  findIn(form, '.truth', SVGElement)?.removeAttribute('hidden');
};

/** Class mode: the findings are hidden until the questions are answered or skipped. */
export const addClassMode = (quiz: HTMLElement): void => {
  const form = need(quiz, '#quiz-form', HTMLFormElement);
  const open = need(quiz, '#quiz-open', HTMLButtonElement);
  const state = need(quiz, '#quiz-state', HTMLElement);
  const sliders = findAll(form, 'input[type=range]', HTMLInputElement);
  const draw = (): void => drawSketch(form, sliders);
  const begin = (): void => {
    document.documentElement.dataset['quiz'] = 'open';
    form.hidden = false;
    open.hidden = true;
    state.textContent = '';
    draw();
  };
  const end = (text: string): void => {
    delete document.documentElement.dataset['quiz'];
    state.textContent = text;
  };
  for (const slider of sliders) slider.addEventListener('input', draw);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    showMeasured(form, guessesIn(form, sliders));
    end('Each guess now stands beside what was measured; the findings below are open.');
  });
  need(quiz, '#quiz-skip', HTMLButtonElement).addEventListener('click', () => {
    form.hidden = true;
    open.hidden = false;
    end('The findings are open.');
    open.focus();
  });
  open.addEventListener('click', () => {
    begin();
    findIn(form, 'input', HTMLInputElement)?.focus();
  });
  quiz.hidden = false;
  if (quiz.dataset['start'] === 'yes') begin();
};
