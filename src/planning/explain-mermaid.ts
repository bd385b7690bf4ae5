import type { Course, Exchange, ExchangeKind } from '../styles/explanation.ts';

const arrows: Readonly<Record<ExchangeKind, string>> = {
  call: '->>',
  answer: '-->>',
  event: '-)',
  command: '-)',
  reply: '--)',
  update: '--)',
};

/** Names that stand as they are; any other is one of Mermaid's own words, or has signs that it reads as arrows. */
const plainName =
  /^(?!(?:end|note|loop|alt|else|opt|par|and|box|rect|link|links|critical|break|option)$)[a-z][a-z0-9]*$/;

const notesOf = ({ to, does, awaits }: Exchange, idOf: (name: string) => string): readonly string[] => {
  const said = [
    ...does.map(({ step, effect }) => (effect === null ? `${step} fails` : `${step}: ${effect}`)),
    ...(awaits.length > 0 ? [`waits for ${awaits.join(' and ')}`] : []),
  ];
  return said.length === 0 ? [] : [`  Note over ${idOf(to)}: ${said.join('<br/>')}`];
};

/** A course as a Mermaid sequence diagram; its numbers are those of the table. `roles` are the processes of the style, in their order. */
export const courseMermaid = ({ exchanges }: Course, roles: readonly string[]): string => {
  const met = new Set(exchanges.flatMap(({ from, to }) => [from, to]));
  const names = [...new Set(['client', ...roles])].filter((name) => met.has(name));
  const idOf = (name: string): string => (plainName.test(name) ? name : `p${names.indexOf(name)}`);
  return [
    'sequenceDiagram',
    '  autonumber',
    ...names.map((name) => `  participant ${idOf(name)}${idOf(name) === name ? '' : ` as ${name}`}`),
    ...exchanges.flatMap((exchange) => [
      `  ${idOf(exchange.from)}${arrows[exchange.kind]}${idOf(exchange.to)}: ${exchange.name}`,
      ...notesOf(exchange, idOf),
    ]),
  ].join('\n');
};
