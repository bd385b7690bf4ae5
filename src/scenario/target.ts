import type { FaultTarget, LinkTarget, TargetKind } from '../faults/target.ts';
import { clip } from '../shared/clip.ts';
import { nearMiss } from '../shared/near-miss.ts';

const arrow = /^\s*(\S+?)\s*(<->|↔|->|→)\s*(\S+)\s*$/;

interface Unreadable {
  readonly problem: string;
}

const oneOf = (words: readonly string[]): string =>
  words.length === 1 ? words[0]! : `${words.slice(0, -1).join(', ')} or ${words.at(-1)!}`;

const unknown = (written: string, known: readonly string[], what: string): Unreadable => {
  const near = nearMiss(written, known);
  const hint = near === null ? `expected ${oneOf(known)}` : `did you mean \`${near}\`?`;
  return { problem: `unknown ${what} \`${clip(written)}\`; ${hint}` };
};

const readLink = (written: string, services: readonly string[]): LinkTarget | Unreadable => {
  const parts = arrow.exec(written);
  const ends = ['client', ...services, 'broker'];
  if (parts === null)
    return { problem: `expected a link such as client→${services[0]!}, found \`${clip(written)}\`` };
  const [, from = '', sign, to = ''] = parts;
  for (const end of [from, to]) if (!ends.includes(end)) return unknown(end, ends, 'end of a link');
  if (from === to) return { problem: `a link has two different ends, found \`${clip(written)}\`` };
  return { kind: 'link', from, to, openedBy: sign === '->' || sign === '→' ? 'from' : 'either' };
};

/** What an entry says of its target, in the words of the scenario. */
export interface WrittenTarget {
  readonly name: string;
  /** Of a service; null for all of them. */
  readonly instance: number | null;
  readonly step: string | null;
}

/**
 * Reads what a fault acts on: a service, `broker`, or a link `a→b` (connections that a opens to b) or `a↔b` (those that
 * either opens). A fault of several kinds takes any of their targets.
 */
export const readTarget = (
  { name, instance, step }: WrittenTarget,
  kinds: readonly TargetKind[],
  services: readonly string[],
): FaultTarget | Unreadable => {
  if (kinds.includes('link') && (arrow.test(name) || !kinds.includes('service')))
    return readLink(name, services);
  if (kinds.includes('broker') && name === 'broker') return { kind: 'broker' };
  if (kinds.includes('service') && services.includes(name))
    return { kind: 'service', service: name, instance, step };
  const known = [
    ...(kinds.includes('service') ? services : []),
    ...(kinds.includes('broker') ? ['broker'] : []),
  ];
  return unknown(name, known, 'target');
};
