import type { Gauges } from '../styles/style.ts';

/** Counters that whoever judges a round writes, or this process on its own account: figures stand on them. */
const reserved = [
  'order.',
  'replay.',
  'reads.',
  'client.',
  'work.',
  'party.',
  'amqp.inDeadLetterQueues',
  'amqp.brokenQueues',
];

/** What the shared parts of the styles count; beside these a style has its own name as a prefix. */
const transports = ['http.', 'amqp.', 'leases.'];

/** Far above what a style could count in a round, and low enough that sums over all processes stay exact. */
const most = { step: 1e9, total: 1e12 } as const;

const wellFormed = /^[A-Za-z][\w-]*(\.[\w-]+)+$/;
const longestName = 120;

/** Why a style may not write this counter; null when it may. */
const nameRefusal = (name: string, style: string): string | null => {
  const shown = JSON.stringify(name.slice(0, longestName));
  if (name.length > longestName || !wellFormed.test(name)) return `the counter ${shown} has no proper name`;
  if (reserved.some((prefix) => name === prefix || (prefix.endsWith('.') && name.startsWith(prefix))))
    return `the counter ${shown} is not for a style to write`;
  if ([...transports, `${style}.`].some((prefix) => name.startsWith(prefix))) return null;
  return `the counter ${shown} is not its own; its names begin with ${[...transports, `${style}.`].join(', ')}`;
};

const valueRefusal = (what: string, value: number, highest: number): string | null => {
  if (!(Number.isFinite(value) && value >= 0)) return `${what} grew by ${value}; it can only grow`;
  return value <= highest ? null : `${what} grew by ${value}; expected ${highest} at most`;
};

const stateRefusal = (name: string): string | null =>
  name.length > 0 && name.length <= longestName
    ? null
    : `the state ${JSON.stringify(name.slice(0, longestName))} has no proper name; expected 1 to ${longestName} characters`;

/**
 * The gauges as a style gets them: it counts under its own names only, and nothing shrinks or stops being a number. What it
 * may not write is not written, and `refuse` is told once; a figure that a style could forge would judge nothing.
 */
export const guardGauges = (gauges: Gauges, style: string, refuse: (message: string) => void): Gauges => {
  let hasRefused = false;
  const isRefused = (message: string | null): boolean => {
    if (message === null) return false;
    if (!hasRefused) refuse(message);
    hasRefused = true;
    return true;
  };
  const checked =
    (what: string, read: () => number): (() => number) =>
    () => {
      const value = read();
      return isRefused(valueRefusal(what, value, most.total)) ? 0 : value;
    };
  return {
    begin: gauges.begin,
    span: (name) => (isRefused(stateRefusal(name)) ? () => undefined : gauges.span(name)),
    owe: (kind, pending) => gauges.owe(kind, checked(`what is owed (${kind})`, pending)),
    count: (name, by = 1) => {
      if (isRefused(nameRefusal(name, style) ?? valueRefusal(`the counter ${name}`, by, most.step))) return;
      gauges.count(name, by);
    },
    total: (name, read) => {
      if (!isRefused(nameRefusal(name, style))) gauges.total(name, checked(`the counter ${name}`, read));
    },
  };
};
