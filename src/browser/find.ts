type Kind<T extends Element> = abstract new (...given: never) => T;

/** The first element of a kind that a selector finds; null where there is none, or it is of another kind. */
export const findIn = <T extends Element>(root: ParentNode, selector: string, kind: Kind<T>): T | null => {
  const found = root.querySelector(selector);
  return found instanceof kind ? found : null;
};

/** An element that the page always has. Throws where it is missing. */
export const need = <T extends Element>(root: ParentNode, selector: string, kind: Kind<T>): T => {
  const found = findIn(root, selector, kind);
  if (found === null) throw new Error(`the page has no ${selector}`);
  return found;
};

/** All elements of a kind that a selector finds. */
export const findAll = <T extends Element>(root: ParentNode, selector: string, kind: Kind<T>): readonly T[] =>
  [...root.querySelectorAll(selector)].filter((found): found is T => found instanceof kind);
