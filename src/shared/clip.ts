// C0 and C1 control characters, and the marks that turn the direction of a line: a terminal would obey them.
const unprintable = /[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** A text from outside as part of one line of a message: no control characters, at most so many characters. */
export const clip = (text: string, most = 60): string => {
  const short = text.length > most ? `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…` : text;
  return short.replace(unprintable, '·');
};
