import { formerMetricNames, metricDefinitions, metricNamed } from '../../analysis/metrics.ts';
import { type PhaseName, phaseNames } from '../../result/figures.ts';
import { clip } from '../../shared/clip.ts';
import { parseDuration, parseRate, parseShare } from '../../shared/durations.ts';
import { limits } from '../../shared/limits.ts';
import { isOneOf } from '../../shared/names.ts';
import { nearMiss, suggest } from '../../shared/near-miss.ts';
import type { ComparisonNode, MetricNode, Node, NumberNode } from './syntax.ts';
import { comparisons, ExpressionError, type Token, tokenise } from './tokens.ts';

const units = ['ms', 's', 'm', 'h', '%', '/s', '/m'];

const numberOf = (token: Token): NumberNode => {
  const { text } = token;
  if (!(Number.parseFloat(text) <= Number.MAX_SAFE_INTEGER))
    throw new ExpressionError(`\`${clip(text)}\` is too large a number`, token);
  const node = (value: number, unit: NumberNode['unit']): NumberNode => ({
    kind: 'number',
    value,
    unit,
    token,
  });
  const duration = parseDuration(text);
  if (duration !== null) return node(duration, 'ms');
  const rate = parseRate(text);
  if (rate !== null) return node(rate, 'perSecond');
  const share = parseShare(text);
  if (share !== null) return node(share, 'percent');
  const unit = text.replace(/^[\d.]+/, '');
  if (unit === '') return node(Number(text), 'none');
  throw new ExpressionError(`unknown unit \`${clip(unit)}\`; ${suggest(unit, units)}`, token);
};

const isPhase = (text: string): text is PhaseName => isOneOf(phaseNames, text);

const families =
  'accepted.p95, completed.p95, consistency.p95, rate.completed, failed, lost, backlog.peak, drainTime';

const suggestMetric = (written: string, contestants: readonly string[]): string => {
  if (contestants.includes(written))
    return `a metric must follow a contestant, as in \`${written}.completed.p95\``;
  const near = nearMiss(written, [...metricDefinitions.keys(), 'baseline']);
  return near === null ? `expected a metric such as ${families}` : `did you mean \`${near}\`?`;
};

const currentName = (written: string): string => formerMetricNames.get(written) ?? written;

/** A word is a metric, or a contestant and a metric. */
const resolve = (
  token: Token,
  known: readonly string[] | null,
): Pick<MetricNode, 'contestant' | 'metric'> => {
  const { text, at } = token;
  const plain = currentName(text);
  if (metricNamed(plain) !== undefined) return { contestant: null, metric: plain };
  const dot = text.indexOf('.');
  const [contestant, rest] = [text.slice(0, Math.max(0, dot)), text.slice(dot + 1)];
  const contestants = known ?? (contestant === '' ? [] : [contestant]);
  if (contestants.includes(contestant)) {
    const metric = currentName(rest);
    if (metricNamed(metric) !== undefined) return { contestant, metric };
    const place = { at: at + dot + 1, text: rest };
    throw new ExpressionError(`unknown metric \`${clip(rest)}\`; ${suggestMetric(rest, [])}`, place);
  }
  if (metricNamed(rest) !== undefined && dot > 0) {
    const hint = suggest(contestant, contestants);
    throw new ExpressionError(`unknown contestant \`${clip(contestant)}\`; ${hint}`, {
      at,
      text: contestant,
    });
  }
  throw new ExpressionError(`unknown metric \`${clip(text)}\`; ${suggestMetric(text, contestants)}`, token);
};

/** When a metric is looked at: a phase of the faults, or of a stage of the load. */
type When = Pick<MetricNode, 'phase' | 'stage'>;

/** A phase after the whole comparison is that of every metric that names none itself. */
const inPhase = (node: Node, phase: When): Node => {
  if (node.kind === 'metric') return node.phase === null ? { ...node, ...phase } : node;
  if (node.kind !== 'operation') return node;
  return { ...node, left: inPhase(node.left, phase), right: inPhase(node.right, phase) };
};

/**
 * Recursive descent over
 *
 *     comparison = sum ('<' | '<=' | '>' | '>=' | '==' | '!=') sum [phase]
 *     sum        = product (('+' | '-') product)*
 *     product    = operand (('*' | '/') operand)*
 *     operand    = number | 'baseline' | [contestant '.'] metric [phase] | '(' sum ')'
 *     phase      = 'before' | 'all' | ('during' | 'after') [stage]
 */
class Parser {
  readonly #tokens: readonly Token[];
  readonly #contestants: readonly string[] | null;
  readonly #stages: readonly string[] | null;
  #next = 0;
  #depth = 0;

  constructor(source: string, contestants: readonly string[] | null, stages: readonly string[] | null) {
    this.#tokens = tokenise(source);
    this.#stages = stages;
    this.#contestants = contestants;
  }

  comparison(): ComparisonNode {
    const left = this.#sum();
    const token = this.#take();
    const { text: operator } = token;
    if (!isOneOf(comparisons, operator)) {
      throw this.#unexpected(token, `a comparison (${comparisons.join(' ')})`);
    }
    const right = this.#sum();
    const phase = this.#phase();
    const end = this.#peek();
    if (isOneOf(comparisons, end.text)) {
      throw new ExpressionError('one comparison only; write the second as an entry of its own', end);
    }
    if (end.kind !== 'end') throw this.#unexpected(end, 'the end');
    const node = { operator, left, right, token };
    return phase === null ? node : { ...node, left: inPhase(left, phase), right: inPhase(right, phase) };
  }

  /** The operator that comes next, where it is one of these. */
  #operator<K extends string>(...wanted: readonly K[]): K | null {
    const { text } = this.#peek();
    return isOneOf(wanted, text) ? text : null;
  }

  #sum(): Node {
    let left = this.#product();
    for (let operator = this.#operator('+', '-'); operator !== null; operator = this.#operator('+', '-')) {
      const token = this.#take();
      left = { kind: 'operation', operator, left, right: this.#product(), token };
    }
    return left;
  }

  #product(): Node {
    let left = this.#operand();
    for (let operator = this.#operator('*', '/'); operator !== null; operator = this.#operator('*', '/')) {
      const token = this.#take();
      left = { kind: 'operation', operator, left, right: this.#operand(), token };
    }
    return left;
  }

  #operand(): Node {
    const token = this.#take();
    if (token.text === '(') {
      this.#depth += 1;
      if (this.#depth > limits.expressionDepth) {
        const message = `brackets within one another more than ${limits.expressionDepth} deep`;
        throw new ExpressionError(message, token);
      }
      const inner = this.#sum();
      this.#depth -= 1;
      const closing = this.#take();
      if (closing.text !== ')') throw this.#unexpected(closing, '`)`');
      return inner;
    }
    if (token.kind === 'number') return this.#number(token);
    if (token.text === 'baseline') return { kind: 'baseline', token };
    if (token.kind === 'word') return this.#metric(token);
    throw this.#unexpected(token, 'a metric or a number');
  }

  #number(token: Token): NumberNode {
    const following = this.#peek();
    if (following.kind === 'word' && units.includes(following.text)) {
      throw new ExpressionError(
        `write the unit directly after the number: \`${clip(token.text)}${following.text}\``,
        following,
      );
    }
    return numberOf(token);
  }

  #metric(token: Token): MetricNode {
    const when = this.#phase() ?? { phase: null, stage: null };
    return { kind: 'metric', ...resolve(token, this.#contestants), ...when, token };
  }

  #phase(): When | null {
    const { kind, text } = this.#peek();
    if (kind !== 'word' || !isPhase(text)) return null;
    this.#next += 1;
    return { phase: text, stage: text === 'during' || text === 'after' ? this.#stage() : null };
  }

  /** The name of a stage, where one follows. */
  #stage(): string | null {
    const next = this.#peek();
    if (next.kind !== 'word' || isPhase(next.text)) return null;
    if (this.#stages !== null && !this.#stages.includes(next.text))
      throw new ExpressionError(
        this.#stages.length === 0
          ? `no stage of the load has a name, so none is \`${clip(next.text)}\``
          : `unknown stage \`${clip(next.text)}\`; ${suggest(next.text, this.#stages)}`,
        next,
      );
    this.#next += 1;
    return next.text;
  }

  #peek(): Token {
    return this.#tokens[this.#next]!;
  }

  #take(): Token {
    const token = this.#peek();
    if (token.kind !== 'end') this.#next += 1;
    return token;
  }

  #unexpected(token: Token, expected: string): ExpressionError {
    const found = token.kind === 'end' ? 'the end of the expression' : `\`${clip(token.text)}\``;
    return new ExpressionError(`expected ${expected}, found ${found}`, token);
  }
}

/**
 * The tree of an expression whose names are known; units are not checked yet. null takes any name for a contestant or a stage.
 * Throws an ExpressionError.
 */
export const parseComparison = (
  source: string,
  contestants: readonly string[] | null,
  stages: readonly string[] | null,
): ComparisonNode => new Parser(source, contestants, stages).comparison();
