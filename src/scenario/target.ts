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

/** How many instances a service has; 1 where nobody says. */
export type InstanceCounts = Readonly<Record<string, number>>;

interface End {
  readonly role: string;
  readonly instance?: number;
}

/** One end of a link: `client`, `broker`, a service, or one of its instances by the name that logs and charts call it. */
const readEnd = (written: string, services: readonly string[], counts: InstanceCounts): End | Unreadable => {
  const ends = ['client', ...services, 'broker'];
  if (ends.includes(written)) return { role: written };
  const [, role = '', number = ''] = /^(.+)-([1-9]\d*)$/.exec(written) ?? [];
  if (!services.includes(role)) return unknown(written, ends, 'end of a link');
  const most = counts[role] ?? 1;
  if (Number(number) > most)
    return {
      problem: `${clip(role)} has ${most} instance${most === 1 ? '' : 's'}, found \`${clip(written)}\``,
    };
  return { role, instance: Number(number) };
};

const readLink = (
  written: string,
  services: readonly string[],
  counts: InstanceCounts,
): LinkTarget | Unreadable => {
  const parts = arrow.exec(written);
  if (parts === null)
    return { problem: `expected a link such as client→${services[0]!}, found \`${clip(written)}\`` };
  const [, first = '', sign, second = ''] = parts;
  const from = readEnd(first, services, counts);
  if ('problem' in from) return from;
  const to = readEnd(second, services, counts);
  if ('problem' in to) return to;
  if (from.role === to.role) return { problem: `a link has two different ends, found \`${clip(written)}\`` };
  const only = {
    ...(from.instance === undefined ? {} : { from: from.instance }),
    ...(to.instance === undefined ? {} : { to: to.instance }),
  };
  return {
    kind: 'link',
    from: from.role,
    to: to.role,
    ...(Object.keys(only).length === 0 ? {} : { only }),
    openedBy: sign === '->' || sign === '→' ? 'from' : 'either',
  };
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
 * either opens), where `a-2` is one instance of a. A fault of several kinds takes any of their targets.
 */
export const readTarget = (
  { name, instance, step }: WrittenTarget,
  kinds: readonly TargetKind[],
  services: readonly string[],
  counts: InstanceCounts,
): FaultTarget | Unreadable => {
  if (kinds.includes('link') && (arrow.test(name) || !kinds.includes('service')))
    return readLink(name, services, counts);
  if (kinds.includes('broker') && name === 'broker') return { kind: 'broker' };
  if (kinds.includes('service') && services.includes(name))
    return { kind: 'service', service: name, instance, step };
  const known = [
    ...(kinds.includes('service') ? services : []),
    ...(kinds.includes('broker') ? ['broker'] : []),
  ];
  return unknown(name, known, 'target');
};
