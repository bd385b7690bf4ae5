import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html, lines, scriptElement, styleElement, svgMarkup } from './html.ts';

const evil = '"><script>alert(1)</script>';

describe('the template for markup', () => {
  it('escapes text, keeps markup, joins lists', () => {
    const items = ['<b>', '"x"'].map((text) => html`<li title="${text}">${text}</li>`);
    expect(html`<ul>${lines(items)}</ul>${html`<hr>`}${3}`.toString()).toBe(
      '<ul><li title="&lt;b&gt;">&lt;b&gt;</li>\n<li title="&quot;x&quot;">&quot;x&quot;</li></ul><hr>3',
    );
  });

  it('lets no text end its element or its attribute', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', '/', '`', '=', '\u2028') }),
        (text) => {
          expect(html`${text}`.toString()).not.toMatch(/[<>"']/);
          expect(html`<a title="${text}">`.toString()).toMatch(/^<a title="[^"<>]*">$/);
        },
      ),
    );
  });

  it('takes attributes as markup, in their place only', () => {
    expect(html`<p id="a"${html` hidden`}>x</p>`.toString()).toBe('<p id="a" hidden>x</p>');
    expect(html`<p id="a"${''}>x</p>`.toString()).toBe('<p id="a">x</p>');
    expect(() => html`<p ${evil}>`).toThrow('within a tag only markup');
    expect(() => html`<p title="${html`<b>`}">`).toThrow('cannot be the value of an attribute');
    expect(() => html`<p title="${[html`<b>`]}">`).toThrow('cannot be the value of an attribute');
  });

  it.each<[string, () => unknown]>([
    ['in a script', () => html`<script>const x = "${evil}"</script>`],
    ['in a style', () => html`<STYLE media="print">p { color: ${evil} }</STYLE>`],
    ['in a comment', () => html`<!-- ${evil} -->`],
    ['without quotes', () => html`<p title=${evil}>`],
    ['without quotes', () => html`<p title=a${evil}>`],
    ['for the name of an element', () => html`<${evil}>`],
    ['without quotes', () => html`<p${evil}>`],
    ['in the attribute onclick', () => html`<p ONCLICK="f('${evil}')">`],
    ['in the attribute style', () => html`<p style='color:${evil}'>`],
    ['in the attribute srcdoc', () => html`<iframe srcdoc="${evil}">`],
    ['at the beginning of an address', () => html`<a href="${'javascript:alert(1)'}">`],
    ['at the beginning of an address', () => html`<form><button formaction='${evil}'>`],
  ])('refuses a value %s', (why, make) => {
    expect(make).toThrow(why);
    // Also when the same template comes again.
    expect(make).toThrow(why);
  });

  it('knows where an element or attribute has ended', () => {
    expect(
      html`<script src="/a.js"></script>${1}<style>p{}</style><p title="a>${2}" lang='${3}'>a < b ${4}<!-- c -->${5}<a href="#${6}">`.toString(),
    ).toBe(
      '<script src="/a.js"></script>1<style>p{}</style><p title="a>2" lang=\'3\'>a < b 4<!-- c -->5<a href="#6">',
    );
  });
});

describe('text that knows no escapes', () => {
  it('is taken as it is', () => {
    expect(scriptElement('if (a < b && c) f("x");').toString()).toBe(
      '<script>if (a < b && c) f("x");</script>',
    );
  });
  it.each(['</script>', '</SCRIPT x', '<!-- <script>', '</style>'])('unless it holds %s', (text) => {
    expect(() => scriptElement(text)).toThrow('would end its <script>');
    expect(() => styleElement(text)).toThrow('would end its <style>');
  });
});

describe('a picture', () => {
  it('is shapes and text', () => {
    const picture =
      '<svg viewBox="0 0 1 1"><g><path d="M0 0" style="fill:var(--c1)"></path><text>&lt;b&gt;</text></g></svg>';
    expect(svgMarkup(picture).toString()).toBe(picture);
  });
  it.each([
    '<svg><script>alert(1)</script></svg>',
    '<svg onload="alert(1)"></svg>',
    '<svg><a href="javascript:alert(1)">x</a></svg>',
    '<svg><image xlink:href="http://evil.example/"/></svg>',
    '<svg><foreignObject></foreignObject></svg>',
    '<svg><path style="fill:url(http://evil.example/)"/></svg>',
    '<svg><text x="1""onload="alert(1)">x</text></svg>',
    '<svg><text x=1>x</text></svg>',
    '<svg><text>x</text',
    '<svg><style>p{}</style></svg>',
  ])('and not %s', (picture) => {
    expect(() => svgMarkup(picture)).toThrow('may not stand in a picture');
  });
});
