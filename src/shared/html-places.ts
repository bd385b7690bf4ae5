/**
 * Where a value of a markup template stands: between elements, within a quoted attribute value, or within a tag, where only
 * further attributes may follow.
 */
export type Place = 'text' | 'value' | 'attributes';

/** Attributes whose value is a program, a style or a page: escaping makes none of them safe. */
const active = /^(?:on.*|style|srcdoc)$/;
/** Attributes whose value is an address: what begins it decides its scheme. */
const addresses = /^(?:href|src|action|formaction|xlink:href|data|poster)$/;
/** Elements whose content knows no escapes. */
const raw = /^(?:script|style)$/;

type State =
  | { readonly in: 'text' | 'comment' }
  | { readonly in: 'tag'; readonly element: string }
  | { readonly in: 'value'; readonly element: string; readonly attribute: string; readonly quote: string }
  | { readonly in: 'raw'; readonly element: string };

/** The next thing in this state that ends it, and the state after it. */
const step = (state: State, rest: string): { readonly length: number; readonly next: State } | null => {
  const found = (pattern: RegExp, next: (match: RegExpExecArray) => State) => {
    const match = pattern.exec(rest);
    return match === null ? null : { length: match.index + match[0].length, next: next(match) };
  };
  switch (state.in) {
    case 'text':
      return found(/<(?:(!--)|[/!]?([a-zA-Z][^\s/>]*))/, ([, comment, element = '']) =>
        comment === undefined ? { in: 'tag', element: element.toLowerCase() } : { in: 'comment' },
      );
    case 'comment':
      return found(/-->/, () => ({ in: 'text' }));
    case 'raw':
      return found(new RegExp(`</${state.element}`, 'i'), () => ({ in: 'tag', element: '' }));
    case 'value':
      return found(new RegExp(state.quote), () => ({ in: 'tag', element: state.element }));
    case 'tag':
      return found(/([^\s"'<>=/]+)=(["'])|>/, ([, attribute, quote]) => {
        if (attribute !== undefined && quote !== undefined)
          return { in: 'value', element: state.element, attribute: attribute.toLowerCase(), quote };
        return raw.test(state.element) ? { in: 'raw', element: state.element } : { in: 'text' };
      });
  }
};

/** What stands between where the state began, or the part before ended, and the value. */
const placeAt = (state: State, before: string, isStart: boolean): Place => {
  const refuse = (why: string): never => {
    throw new Error(`a value may not stand ${why}: …${before.slice(-40)}`);
  };
  switch (state.in) {
    case 'text':
      return /<[/!]?$/.test(before) ? refuse('for the name of an element') : 'text';
    case 'comment':
      return refuse('in a comment');
    case 'raw':
      return refuse(`in a ${state.element}`);
    case 'tag':
      return /["']$/.test(before) || /\s$/.test(before) ? 'attributes' : refuse('without quotes in a tag');
    case 'value':
      if (active.test(state.attribute)) return refuse(`in the attribute ${state.attribute}`);
      if (isStart && addresses.test(state.attribute)) return refuse('at the beginning of an address');
      return 'value';
  }
};

const scan = (parts: readonly string[]): readonly Place[] => {
  let state: State = { in: 'text' };
  return parts.slice(0, -1).map((part) => {
    let rest = part;
    let entered = false;
    for (let found = step(state, rest); found !== null; found = step(state, rest)) {
      state = found.next;
      rest = rest.slice(found.length);
      entered = true;
    }
    return placeAt(state, part, entered && rest === '');
  });
};

const known = new WeakMap<readonly string[], readonly Place[]>();

/**
 * The place of each value of a template; throws where no escaping would make a value safe. A template is looked at once.
 */
export const placesOf = (parts: readonly string[]): readonly Place[] => {
  const places = known.get(parts) ?? scan(parts);
  known.set(parts, places);
  return places;
};
