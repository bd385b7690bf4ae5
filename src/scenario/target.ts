import type { FaultScope } from '../faults/fault.ts';
import { clip } from '../shared/clip.ts';
import { nearMiss } from './near-miss.ts';

const arrow = /^\s*(\S+?)\s*(<->|↔|->|→)\s*(\S+)\s*$/;

const oneOf = (words: readonly string[]): string =>
  words.length === 1 ? words[0]! : `${words.slice(0, -1).join(', ')} or ${words.at(-1)!}`;

const unknown = (written: string, known: readonly string[], what: string): { readonly problem: string } => {
  const near = nearMiss(written, known);
  const hint = near === null ? `expected ${oneOf(known)}` : `did you mean \`${near}\`?`;
  return { problem: `unknown ${what} \`${clip(written)}\`; ${hint}` };
};

const linkOf = (written: string, services: readonly string[]): string | { readonly problem: string } => {
  const parts = arrow.exec(written);
  const ends = ['client', ...services, 'broker'];
  if (parts === null)
    return { problem: `expected a link such as client→${services[0]!}, found \`${clip(written)}\`` };
  const [, from, sign, to] = parts as unknown as [string, string, string, string];
  for (const end of [from, to]) if (!ends.includes(end)) return unknown(end, ends, 'end of a link');
  if (from === to) return { problem: `a link has two different ends, found \`${clip(written)}\`` };
  return `${from}${sign === '->' || sign === '→' ? '→' : '↔'}${to}`;
};

/** The ends of a link as `targetOf` spells it, from the one that opens connections; null for any other target. */
export const endsOf = (
  target: string,
): { readonly from: string; readonly to: string; readonly both: boolean } | null => {
  const [from, to] = target.split(/[→↔]/);
  return from === undefined || to === undefined ? null : { from, to, both: target.includes('↔') };
};

/**
 * What a fault strikes, in its only spelling: a service, `broker`, or a link `a→b` (connections that a
 * opens to b) or `a↔b` (those of either).
 * A fault of several scopes takes any of their targets.
 */
export const targetOf = (
  written: string,
  scope: readonly FaultScope[],
  services: readonly string[],
): string | { readonly problem: string } => {
  if (scope.includes('link') && (arrow.test(written) || !scope.includes('service')))
    return linkOf(written, services);
  const known = [
    ...(scope.includes('service') ? services : []),
    ...(scope.includes('broker') ? ['broker'] : []),
  ];
  return known.includes(written) ? written : unknown(written, known, 'target');
};
