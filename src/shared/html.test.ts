import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html, trusted } from './html.ts';

describe('the template for markup', () => {
  it('escapes text, keeps markup, joins lists', () => {
    const items = ['<b>', '"x"'].map((text) => html`<li title="${text}">${text}</li>`);
    expect(html`<ul>${items}</ul>${trusted('<hr>')}${3}`.toString()).toBe(
      '<ul><li title="&lt;b&gt;">&lt;b&gt;</li><li title="&quot;x&quot;">&quot;x&quot;</li></ul><hr>3',
    );
  });

  it('lets no text end its element or its attribute', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', '/', '\u2028') }),
        (text) => {
          expect(html`${text}`.toString()).not.toMatch(/[<>"']/);
        },
      ),
    );
  });
});
