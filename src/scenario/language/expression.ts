import type { MetricDefinition } from '../../analysis/metric.ts';
import { hopOf, metricNamed } from '../../analysis/metrics.ts';
import { clip } from '../../shared/clip.ts';
import { formatShare } from '../../shared/durations.ts';
import { limits } from '../../shared/limits.ts';
import { suggest } from '../../shared/near-miss.ts';
import { parseComparison } from './parser.ts';
import { type ComparisonNode, hasBaseline, type MetricNode, metricsOf, type Node } from './syntax.ts';
import { ExpressionError } from './tokens.ts';

/** `number` is one without a unit: it fits counts and ratios. */
export type Unit = 'ms' | 'count' | 'perSecond' | 'ratio' | 'number';

/** What an expression may name; without faults no phase but `all` has requests. */
export interface Vocabulary {
  /** Any when left out: whoever judges a run reads what was checked when the scenario was loaded. */
  readonly contestants?: readonly string[];
  readonly hasFaults?: boolean;
  /** Of the workflow; any when left out. */
  readonly services?: readonly string[];
  /** Names of the stages of the load; any when left out. */
  readonly stages?: readonly string[];
  /** Only budgets may name `baseline`. */
  readonly baseline?: boolean;
}

/** A comparison whose names and units are right. */
export interface Comparable extends ComparisonNode {
  readonly unit: Unit;
  /** Every metric in it is a count: it is decided round by round, without an interval. */
  readonly exact: boolean;
  /** A metric without contestant: the comparison must hold for each of them. */
  readonly forEach: boolean;
  /** Contestants that it names, each once. */
  readonly contestants: readonly string[];
  readonly usesBaseline: boolean;
}

interface Typed {
  readonly node: Node;
  readonly unit: Unit;
}

const unitWords: Readonly<Record<Unit, string>> = {
  ms: 'a time',
  count: 'a count',
  perSecond: 'a rate',
  ratio: 'a ratio',
  number: 'a number without a unit',
};

const definitionOf = ({ metric }: MetricNode): MetricDefinition => metricNamed(metric)!;

const fits = (a: Unit, b: Unit): Unit | null => {
  if (a === b) return a;
  const [plain, other] = a === 'number' ? [a, b] : [b, a];
  return plain === 'number' && (other === 'count' || other === 'ratio') ? other : null;
};

/** `x + 10%` is a tenth more than x, unless x is a share itself; of a baseline it is always a tenth more. */
const relative = (left: Typed, right: Typed, operator: '+' | '-'): number | null => {
  if (right.node.kind !== 'number' || right.node.unit !== 'percent') return null;
  if (left.unit === 'ratio' && !hasBaseline(left.node)) return null;
  return operator === '+' ? 1 + right.node.value : 1 - right.node.value;
};

const addition = (node: Node & { kind: 'operation' }, left: Typed, right: Typed): Typed => {
  const factor = relative(left, right, node.operator === '-' ? '-' : '+');
  if (factor !== null) {
    const times: Node = { kind: 'number', value: factor, unit: 'none', token: right.node.token };
    return { node: { ...node, operator: '*', left: left.node, right: times }, unit: left.unit };
  }
  const unit = fits(left.unit, right.unit);
  if (unit !== null) return { node: { ...node, left: left.node, right: right.node }, unit };
  const verb = node.operator === '+' ? 'add' : 'subtract';
  throw new ExpressionError(
    `cannot ${verb} ${unitWords[left.unit]} and ${unitWords[right.unit]}`,
    node.token,
  );
};

const isFactor = (unit: Unit): boolean => unit === 'number' || unit === 'ratio';

const scaling = (node: Node & { kind: 'operation' }, left: Typed, right: Typed): Typed => {
  const whole = { ...node, left: left.node, right: right.node };
  if (node.operator === '/' && left.unit === right.unit) {
    return { node: whole, unit: left.unit === 'number' ? 'number' : 'ratio' };
  }
  if (node.operator === '/' && right.node.kind === 'number' && right.node.value === 0)
    throw new ExpressionError('divides by zero', right.node.token);
  if (isFactor(right.unit)) return { node: whole, unit: left.unit === 'number' ? right.unit : left.unit };
  if (isFactor(left.unit) && node.operator === '*') return { node: whole, unit: right.unit };
  const verb = node.operator === '*' ? 'multiply' : 'divide';
  const by = node.operator === '*' ? 'with' : 'by';
  throw new ExpressionError(
    `cannot ${verb} ${unitWords[left.unit]} ${by} ${unitWords[right.unit]}`,
    node.token,
  );
};

const numberUnits = { ms: 'ms', perSecond: 'perSecond', percent: 'ratio', none: 'number' } as const;

const typed = (node: Node, baselineUnit: Unit | null): Typed => {
  if (node.kind === 'number') return { node, unit: numberUnits[node.unit] };
  if (node.kind === 'metric') return { node, unit: definitionOf(node).unit };
  if (node.kind === 'baseline') {
    if (baselineUnit !== null) return { node, unit: baselineUnit };
    throw new ExpressionError(
      'baseline stands for the other side of the comparison; one side must not name it',
      node.token,
    );
  }
  const left = typed(node.left, baselineUnit);
  const right = typed(node.right, baselineUnit);
  return node.operator === '+' || node.operator === '-'
    ? addition(node, left, right)
    : scaling(node, left, right);
};

const checkHops = (metrics: readonly MetricNode[], services: readonly string[]): void => {
  for (const { metric, token } of metrics) {
    const hop = hopOf(metric);
    if (hop === null || services.includes(hop)) continue;
    throw new ExpressionError(
      `${metric}: unknown service \`${clip(hop)}\`; ${suggest(hop, services)}`,
      token,
    );
  }
};

const checkPhases = (metrics: readonly MetricNode[], hasFaults: boolean): void => {
  for (const { metric, phase, stage, token } of metrics) {
    if (phase === null || phase === 'all') continue;
    if (!metricNamed(metric)!.byPhase) {
      throw new ExpressionError(`${metric} is a figure of the whole round and has no \`${phase}\``, token);
    }
    if (!hasFaults && stage === null)
      throw new ExpressionError(`the scenario has no faults, so nothing is \`${phase}\` one`, token);
  }
};

const mismatch = (left: Typed, right: Typed, node: ComparisonNode): ExpressionError => {
  const percent = [left, right].find((side) => side.node.kind === 'number' && side.node.unit === 'percent');
  const units = [left.unit, right.unit];
  let hint = '';
  if (percent !== undefined && units.includes('count')) hint = '; divide by `sent` to get a share';
  else if (units.includes('number')) {
    const lacking = units.includes('ms') ? '250ms' : '100/s';
    hint = `; write a unit, for instance \`${lacking}\``;
  } else if (percent !== undefined && percent.node.kind === 'number') {
    hint = `; ${formatShare(percent.node.value)} of what?`;
  }
  const side = right.node.kind === 'operation' ? node.token : right.node.token;
  return new ExpressionError(
    `cannot compare ${unitWords[left.unit]} with ${unitWords[right.unit]}${hint}`,
    side,
  );
};

const typedSides = (parsed: ComparisonNode): { left: Typed; right: Typed } => {
  if (hasBaseline(parsed.left)) {
    const right = typed(parsed.right, null);
    return { left: typed(parsed.left, right.unit), right };
  }
  const left = typed(parsed.left, null);
  return { left, right: typed(parsed.right, left.unit) };
};

/**
 * Reads a hypothesis or budget. Everything that can be wrong without measuring is found here: names, phases, units.
 * Throws an ExpressionError with the place of the token.
 */
export const parseExpression = (source: string, vocabulary: Vocabulary = {}): Comparable => {
  const { contestants, stages, services, hasFaults = true, baseline = true } = vocabulary;
  if (source.length > limits.expressionLength) {
    const message = `longer than ${limits.expressionLength} characters; split it into several comparisons`;
    throw new ExpressionError(message, { at: 0, text: '' });
  }
  const parsed = parseComparison(source, contestants ?? null, stages ?? null);
  const metrics = [...metricsOf(parsed.left), ...metricsOf(parsed.right)];
  const usesBaseline = hasBaseline(parsed.left) || hasBaseline(parsed.right);
  if (usesBaseline && !baseline) {
    throw new ExpressionError('a hypothesis cannot name a baseline; make it a budget', {
      at: 0,
      text: source,
    });
  }
  if (metrics.length === 0) {
    throw new ExpressionError('compares no metric, so it says nothing about a run', { at: 0, text: source });
  }
  checkPhases(metrics, hasFaults);
  if (services !== undefined) checkHops(metrics, services);
  const { left, right } = typedSides(parsed);
  const unit = fits(left.unit, right.unit);
  if (unit === null) throw mismatch(left, right, parsed);
  const counted = metrics.every((metric) => definitionOf(metric).kind === 'exact');
  const equality = parsed.operator === '==' || parsed.operator === '!=';
  if (equality && !counted && unit !== 'count') {
    throw new ExpressionError('a measured value is never exactly equal; use <= or >=', parsed.token);
  }
  const named = metrics.flatMap(({ contestant }) => contestant ?? []);
  return {
    operator: parsed.operator,
    token: parsed.token,
    left: left.node,
    right: right.node,
    unit,
    usesBaseline,
    exact: counted || equality,
    forEach: metrics.some(({ contestant }) => contestant === null),
    contestants: [...new Set(named)],
  };
};
