/** Markup that is safe to put into a page. Only `html` makes it from text, so that forgetting to escape is no longer possible. */
export class Html {
  readonly #markup: string;
  constructor(markup: string) {
    this.#markup = markup;
  }
  toString(): string {
    return this.#markup;
  }
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Any text as HTML text or attribute value. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);

/** What a template takes: markup stays, a list is joined, everything else is text and escaped. */
export type Interpolated = Html | string | number | readonly Interpolated[];

const markupOf = (value: Interpolated): string => {
  if (value instanceof Html) return value.toString();
  return typeof value === 'object' ? value.map(markupOf).join('') : escapeHtml(String(value));
};

/** A template whose interpolations are escaped unless they are markup already. Attribute values must stand in quotes. */
export const html = (parts: TemplateStringsArray, ...values: readonly Interpolated[]): Html =>
  new Html(
    parts.map((part, index) => part + (index < values.length ? markupOf(values[index]!) : '')).join(''),
  );

/** Text of our own that is markup: a constant of this program, never anything that was read. */
export const trusted = (constant: string): Html => new Html(constant);
