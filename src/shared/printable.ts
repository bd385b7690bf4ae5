/**
 * A text for the terminal. What a scenario or a foreign file says must not be able to move the cursor, to colour the
 * terminal, or to turn the order of the letters around.
 */
export const printable = (text: string): string => text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, ' ');

/** The same for a text of several lines. */
export const printableLines = (text: string): string => text.split('\n').map(printable).join('\n');
