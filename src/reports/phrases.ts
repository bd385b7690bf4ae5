/**
 * Sentences that carry what they say as data. Whatever number stands in one is a `Fact`, and whatever it compares is a
 * `Claim` over facts, so that one test can hold every sentence to the result that it speaks of.
 */

/** One figure of the result as a sentence shows it. */
export interface Fact {
  /** null: of the whole run. */
  readonly contestant: string | null;
  /** Name of the figure: a metric of the budget language, or a path of `result.json`. */
  readonly metric: string;
  /** A phase (`during`), a round (`round 2`), or `run`. */
  readonly window: string;
  /** ms, per second, a count or a share, as the metric has it. */
  readonly value: number;
  readonly shown: string;
}

export type Relation = '<' | '<=' | '=' | '!=' | '>=' | '>';

/** `left relation times × right`, and the words of the sentence that say so. */
export interface Claim {
  readonly words: string;
  readonly left: Fact;
  readonly relation: Relation;
  readonly right: Fact | number;
  readonly times: number;
}

/** A piece of text with what it rests on. */
export interface Phrase {
  readonly text: string;
  /** What of the text is neither fact, claim nor name; no figure and no comparison stands in it. */
  readonly plain: string;
  readonly facts: readonly Fact[];
  readonly claims: readonly Claim[];
  /** Contestants, faults and services that it names: their words are no figures. */
  readonly names: readonly string[];
}

const nothing = { plain: '', facts: [], claims: [], names: [] } as const;

/** A name in a sentence. */
export const named = (name: string): Phrase => ({ ...nothing, text: name, names: [name] });

/** Plain words that a rule chooses between; a figure has no place in them. */
export const plainWords = (text: string): Phrase => ({ ...nothing, text, plain: text });

const phraseOf = (part: Fact | Phrase): Phrase =>
  'shown' in part ? { ...nothing, text: part.shown, facts: [part] } : part;

const joined = (parts: readonly Phrase[]): Phrase => ({
  text: parts.map(({ text }) => text).join(''),
  plain: parts.map(({ plain }) => plain).join(''),
  facts: parts.flatMap(({ facts }) => facts),
  claims: parts.flatMap(({ claims }) => claims),
  names: parts.flatMap(({ names }) => names),
});

/** A template whose numbers can only be facts: it takes no plain values. */
export const phrase = (texts: TemplateStringsArray, ...parts: readonly (Fact | Phrase)[]): Phrase =>
  joined(
    texts.flatMap((text, index) => {
      const part = parts[index];
      return [plainWords(text), ...(part === undefined ? [] : [phraseOf(part)])];
    }),
  );

/** Nothing said. */
export const noPhrase: Phrase = { ...nothing, text: '' };

/** `a`, `a, b` and so on, with a last separator of its own. */
export const joinPhrases = (items: readonly Phrase[], between = ', ', last = ' and '): Phrase =>
  joined(
    items.flatMap((item, index) => {
      if (index === 0) return [item];
      return [plainWords(index === items.length - 1 ? last : between), item];
    }),
  );

/** A claim, by default about the right side as it is. */
export const claim = (
  words: string,
  left: Fact,
  relation: Relation,
  right: Fact | number,
  times = 1,
): Claim => ({ words, left, relation, right, times });

/** Whether the figures bear a claim out. */
export const holds = ({ left, relation, right, times }: Claim): boolean => {
  const [one, other] = [left.value, times * (typeof right === 'number' ? right : right.value)];
  return {
    '<': one < other,
    '<=': one <= other,
    '=': one === other,
    '!=': one !== other,
    '>=': one >= other,
    '>': one > other,
  }[relation];
};

/** The words of a claim, with the claim. */
export const claimed = (one: Claim): Phrase => ({ ...nothing, text: one.words, claims: [one] });

/** Words that rest on several claims at once: all of them must hold. */
export const claimedAll = (words: string, claims: readonly Claim[]): Phrase => ({
  ...nothing,
  text: words,
  claims: claims.map((one) => ({ ...one, words })),
});
