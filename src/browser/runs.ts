/** The program of the page of runs: a filter, kept in the address. Without it every row is there. */
import { isFound } from '../site/search-words.ts';
import { findAll, need } from './find.ts';

const rows = findAll(document, 'tbody tr', HTMLTableRowElement);
const filter = need(document, '#filter', HTMLInputElement);

const apply = (): void => {
  for (const row of rows) row.hidden = !isFound(row.dataset['words'] ?? '', filter.value);
  const address = filter.value === '' ? location.pathname : `#${encodeURIComponent(filter.value)}`;
  history.replaceState(null, '', address);
};

filter.value = decodeURIComponent(location.hash.slice(1));
filter.addEventListener('input', apply);
apply();
