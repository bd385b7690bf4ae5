import { type Place, placesOf } from './html-places.ts';

/** Markup that is safe to put into a page. Only the functions of this file make it, so that forgetting to escape is a type error. */
class Html {
  readonly #markup: string;
  constructor(markup: string) {
    this.#markup = markup;
  }
  toString(): string {
    return this.#markup;
  }
}

export type { Html };

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Any text as HTML text or attribute value. For texts that are no pages; a page is made with `html`. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);

/** What a template takes: markup stays, a list is joined, everything else is text and escaped. */
export type Interpolated = Html | string | number | readonly Interpolated[];

const markupOf = (value: Interpolated, place: Place): string => {
  if (value instanceof Html) {
    if (place === 'value') throw new Error(`markup cannot be the value of an attribute: ${value.toString()}`);
    return value.toString();
  }
  if (typeof value === 'object') return value.map((one) => markupOf(one, place)).join('');
  if (place === 'attributes' && value !== '')
    throw new Error('within a tag only markup and nothing may stand');
  return escapeHtml(String(value));
};

/**
 * A template whose values are escaped unless they are markup already. Values stand between elements or in quoted attributes;
 * where escaping would not help (a script, a style, a handler, the beginning of an address) it throws.
 */
export const html = (parts: TemplateStringsArray, ...values: readonly Interpolated[]): Html => {
  const places = placesOf(parts);
  return new Html(
    parts
      .map((part, index) => part + (index < values.length ? markupOf(values[index]!, places[index]!) : ''))
      .join(''),
  );
};

/** Markup one below the other. */
export const lines = (items: readonly Html[]): Html => new Html(items.map(String).join('\n'));

const verbatim = (element: 'script' | 'style', text: string): Html => {
  if (/<\/(?:script|style)|<!--/i.test(text)) throw new Error(`this text would end its <${element}> element`);
  return new Html(`<${element}>${text}</${element}>`);
};

/** A program of our own, byte for byte as its hash in the policy of the page has it; data never goes into it. */
export const scriptElement = (program: string): Html => verbatim('script', program);

/** A style sheet of our own. */
export const styleElement = (sheet: string): Html => verbatim('style', sheet);

const svgElements =
  'svg|g|path|rect|circle|ellipse|line|polyline|polygon|text|tspan|title|desc|defs|clipPath';
const svgTag = new RegExp(
  `^</?(?:${svgElements})(?:\\s+(?!on|style|href|xlink:href)[\\w:-]+="[^"<>]*"|\\s+style="[^"<>&\\\\(]*(?:var\\(--\\w+\\)[^"<>&\\\\(]*)*")*\\s*/?>$`,
);

/** A picture that a library has drawn: shapes and escaped text only, or it throws. */
export const svgMarkup = (picture: string): Html => {
  for (const [tag] of picture.matchAll(/<[^>]*>?/g)) {
    if (!svgTag.test(tag)) throw new Error(`this may not stand in a picture: ${tag.slice(0, 80)}`);
  }
  return new Html(picture);
};
