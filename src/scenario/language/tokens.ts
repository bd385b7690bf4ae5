/** An error at a place in an expression; `at` counts characters from 0. */
export class ExpressionError extends Error {
  readonly at: number;
  readonly length: number;
  constructor(message: string, { at, text }: { readonly at: number; readonly text: string }) {
    super(message);
    this.name = 'ExpressionError';
    this.at = at;
    this.length = Math.max(1, text.length);
  }
}

export const comparisons = ['<=', '>=', '==', '!=', '<', '>'] as const;
export type ComparisonOperator = (typeof comparisons)[number];

export interface Token {
  readonly kind: 'number' | 'word' | 'operator' | 'end';
  readonly text: string;
  readonly at: number;
}

/**
 * A word may have dots (`events.completed.p95`). Only a contestant's name has hyphens, and a dot follows it; so
 * `http-fast.lost` is one word and `failed-lost` is a subtraction.
 */
const patterns: readonly (readonly [Token['kind'] | 'space', RegExp])[] = [
  ['space', /\s+/y],
  ['number', /\d+(\.\d+)?(%|\/(s|m)\b|[A-Za-z]+)?/y],
  ['word', /[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)+(?=\.)(\.[A-Za-z0-9]+)*/y],
  ['word', /[A-Za-z][A-Za-z0-9]*(\.[A-Za-z0-9]+)*/y],
  ['operator', /<=|>=|==|!=|[<>+\-*/()]/y],
];

const misspelt: Readonly<Record<string, string>> = {
  '=': '==',
  '≤': '<=',
  '≥': '>=',
  '≠': '!=',
  '×': '*',
  '÷': '/',
  '−': '-',
};

const tokenAt = (source: string, at: number): Token | null => {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const text = pattern.exec(source)?.[0];
    if (text === undefined) continue;
    return kind === 'space' ? tokenAt(source, at + text.length) : { kind, text, at };
  }
  if (at >= source.length) return null;
  const text = source[at]!;
  const meant = misspelt[text];
  const hint =
    meant === undefined ? 'expected a metric, a number or an operator' : `did you mean \`${meant}\`?`;
  throw new ExpressionError(`unexpected character \`${text}\`; ${hint}`, { at, text });
};

/** Cuts an expression into its words, numbers and operators; the last token is the end. */
export const tokenise = (source: string): readonly Token[] => {
  const tokens: Token[] = [];
  for (let at = 0; ; ) {
    const token = tokenAt(source, at);
    if (token === null) return [...tokens, { kind: 'end', text: '', at: source.trimEnd().length }];
    tokens.push(token);
    at = token.at + token.text.length;
  }
};
