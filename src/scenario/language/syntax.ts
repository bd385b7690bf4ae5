import type { PhaseName } from '../../result/figures.ts';
import type { ComparisonOperator, Token } from './tokens.ts';

/** A number as written; the unit decides what it may be compared with. */
export interface NumberNode {
  readonly kind: 'number';
  /** ms, per second, or a share (`10%` is 0.1). */
  readonly value: number;
  readonly unit: 'ms' | 'perSecond' | 'percent' | 'none';
  readonly token: Token;
}

export interface MetricNode {
  readonly kind: 'metric';
  /** null: every contestant in turn. */
  readonly contestant: string | null;
  readonly metric: string;
  /** null: the whole measured time. */
  readonly phase: PhaseName | null;
  /** The stage of the load that `during` and `after` mean; null: the faults. */
  readonly stage: string | null;
  readonly token: Token;
}

/** The other side of the comparison, as the baseline run measured it. */
export interface BaselineNode {
  readonly kind: 'baseline';
  readonly token: Token;
}

export interface OperationNode {
  readonly kind: 'operation';
  readonly operator: '+' | '-' | '*' | '/';
  readonly left: Node;
  readonly right: Node;
  readonly token: Token;
}

export type Node = NumberNode | MetricNode | BaselineNode | OperationNode;

export interface ComparisonNode {
  readonly operator: ComparisonOperator;
  readonly left: Node;
  readonly right: Node;
  readonly token: Token;
}

/** Every leaf of a tree, from left to right. */
const leavesOf = (node: Node): readonly Exclude<Node, OperationNode>[] =>
  node.kind === 'operation' ? [...leavesOf(node.left), ...leavesOf(node.right)] : [node];

export const metricsOf = (node: Node): readonly MetricNode[] =>
  leavesOf(node).filter((leaf): leaf is MetricNode => leaf.kind === 'metric');

export const hasBaseline = (node: Node): boolean => leavesOf(node).some(({ kind }) => kind === 'baseline');
