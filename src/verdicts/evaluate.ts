import type { MetricValue } from '../analysis/metric.ts';
import { metricValue } from '../analysis/metrics.ts';
import type { RoundResult } from '../result/round.ts';
import { showNode } from '../scenario/language/show.ts';
import type { MetricNode, Node } from '../scenario/language/syntax.ts';

/** What metrics and the baseline stand for while one side of a comparison is evaluated. */
export interface Scope {
  /** The round of a contestant; null when it has none that counts. */
  readonly roundOf: (contestant: string) => RoundResult | null;
  /** Whom a metric without contestant means. */
  readonly contestant: string | null;
  readonly baseline: number | null;
  /** Every latency that counts from the due time shortened by its round's send lag (p99); see `Measurement.withoutLag`. */
  readonly withoutLag?: boolean;
}

export interface Undecided {
  readonly error: string;
}

/** Infinity stands for "never". */
export type Value = number | Undecided;

/** Metrics that count from the moment a request was due, and so hold what the generator sent late. */
const fromDue = /^(accepted|completed|resolution)\./;

const metricOf = (node: MetricNode, { roundOf, contestant, withoutLag = false }: Scope): Value => {
  const name = node.contestant ?? contestant ?? '';
  const round = roundOf(name);
  if (round === null) return { error: `no valid round of ${name}` };
  const value: MetricValue = metricValue(round, node.metric, node.phase ?? 'all', node.stage);
  if (value === 'never') return Number.POSITIVE_INFINITY;
  if (typeof value === 'number') {
    const lag = withoutLag && fromDue.test(node.metric) ? round.generator.sendLag.p99 : 0;
    return Math.max(0, value - lag);
  }
  return { error: `${showNode(node, contestant)}: ${value.error}` };
};

const apply = (operator: '+' | '-' | '*' | '/', left: number, right: number): Value => {
  if (operator === '/' && right === 0) return { error: 'division by zero' };
  const value = { '+': left + right, '-': left - right, '*': left * right, '/': left / right }[operator];
  return Number.isNaN(value) ? { error: 'both sides of an operation never came' } : value;
};

/** The value of one side of a comparison in one round. */
export const evaluate = (node: Node, scope: Scope): Value => {
  if (node.kind === 'number') return node.value;
  if (node.kind === 'metric') return metricOf(node, scope);
  if (node.kind === 'baseline') return scope.baseline ?? { error: 'no baseline; run with --baseline NAME' };
  const left = evaluate(node.left, scope);
  if (typeof left !== 'number') return left;
  const right = evaluate(node.right, scope);
  return typeof right === 'number' ? apply(node.operator, left, right) : right;
};
