import { formatDuration, formatNumber, formatRate, formatShare } from '../../shared/durations.ts';
import type { Unit } from './expression.ts';
import type { Node, NumberNode } from './syntax.ts';

const showNumber = ({ value, unit }: NumberNode): string => {
  if (unit === 'ms') return formatDuration(value);
  if (unit === 'perSecond') return formatRate(value);
  return unit === 'percent' ? formatShare(value) : formatNumber(value);
};

const weight = { '+': 1, '-': 1, '*': 2, '/': 2 } as const;

/** An expression in its own language, with the contestant that a metric without one stands for. */
export const showNode = (node: Node, contestant: string | null, outer = 0): string => {
  if (node.kind === 'number') return showNumber(node);
  if (node.kind === 'baseline') return 'baseline';
  if (node.kind === 'metric') {
    const owner = node.contestant ?? contestant;
    const name = owner === null ? node.metric : `${owner}.${node.metric}`;
    return [name, node.phase, node.stage].filter((part) => part !== null).join(' ');
  }
  const own = weight[node.operator];
  const [left, right] = [showNode(node.left, contestant, own), showNode(node.right, contestant, own + 1)];
  const text = `${left} ${node.operator} ${right}`;
  return own < outer ? `(${text})` : text;
};

/** A measured value of an expression in the unit that it has; what is infinite never came. */
export const showValue = (value: number, unit: Unit): string => {
  if (!Number.isFinite(value)) return unit === 'ms' ? 'never' : formatNumber(value);
  if (unit === 'ms') return formatDuration(value);
  return unit === 'perSecond' ? formatRate(value) : formatNumber(value);
};

/** Whether a side says the same for every run. */
export const isConstant = (node: Node): boolean =>
  node.kind === 'operation' ? isConstant(node.left) && isConstant(node.right) : node.kind === 'number';
