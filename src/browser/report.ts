/**
 * The program of the report page: a cursor that reads each picture's table out, and class mode. Nothing depends on it; what
 * it shows is on the page already.
 */
import { addClassMode } from './class-mode.ts';
import { addCursor, type MoveTo } from './cursor.ts';
import { findAll, findIn } from './find.ts';

const cursors = new Map<string, MoveTo>();
for (const figure of findAll(document, 'figure[data-marks]', HTMLElement)) {
  const moveTo = addCursor(figure);
  if (moveTo !== null) cursors.set(figure.id, moveTo);
}

// A sentence of the account moves the cursor of the picture that it leads to.
for (const link of findAll(document, 'a[data-at]', HTMLAnchorElement))
  link.addEventListener('click', () => cursors.get(link.hash.slice(1))?.(Number(link.dataset['at'])));

const quiz = findIn(document, '#quiz', HTMLElement);
if (quiz !== null) addClassMode(quiz);
