/** Insertions, deletions, substitutions and swaps of neighbours that turn one text into the other. */
const distance = (from: string, to: string): number => {
  const rows = Array.from({ length: from.length + 1 }, (_, row) => [
    row,
    ...Array<number>(to.length).fill(0),
  ]);
  for (let column = 1; column <= to.length; column += 1) rows[0]![column] = column;
  for (let i = 1; i <= from.length; i += 1) {
    for (let j = 1; j <= to.length; j += 1) {
      const same = from[i - 1] === to[j - 1];
      let best = Math.min(rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1, rows[i - 1]![j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) {
        best = Math.min(best, rows[i - 2]![j - 2]! + 1);
      }
      rows[i]![j] = best;
    }
  }
  return rows[from.length]![to.length]!;
};

/** No word that anybody means is longer, and the distance costs the product of both lengths. */
const longest = 64;

/** The known word that was probably meant: at most a third of its letters differ. Letter case never counts. */
export const nearMiss = (written: string, known: Iterable<string>): string | null => {
  if (written.length > longest) return null;
  const folded = written.toLowerCase();
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const word of known) {
    const edits = distance(folded, word.toLowerCase());
    if (edits < least && edits <= Math.max(1, Math.floor(Math.max(word.length, folded.length) / 3))) {
      [best, least] = [word, edits];
    }
  }
  return best;
};

/** The tail of an error message: `did you mean "x"?`, or all that would be right when nothing is near. */
export const suggest = (written: string, known: Iterable<string>): string => {
  const words = [...known];
  const near = nearMiss(written, words);
  return near === null ? `expected one of ${words.join(', ')}` : `did you mean \`${near}\`?`;
};
