/** What the filter of the page of runs looks in, made of the texts of a row. */
export const searchWords = (texts: readonly string[]): string => texts.join(' ').toLowerCase();

/** Whether every word of the filter is part of what `searchWords` gave. An empty filter finds everything. */
export const isFound = (words: string, filter: string): boolean =>
  filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word));
