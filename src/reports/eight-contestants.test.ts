import { describe, expect, test } from 'vitest';
import { eightContestants } from '../../test/support/sample-results.ts';
import { catalogue } from '../scenario/catalogue.ts';
import { parseScenario } from '../scenario/load.ts';
import { limits } from '../shared/limits.ts';
import { chartsOf } from './charts/index.ts';
import { contestantLine, contestantNumber } from './charts/look.ts';
import { renderSvg } from './charts/render-svg.ts';
import { conclusionOf } from './conclusion.ts';
import { styleSheet } from './html/style.ts';
import { reports } from './index.ts';

const eight = eightContestants();
const names = eight.scenario.contestants.map(({ name }) => name);
const positions = names.map((_unused, index) => index);

describe('eight contestants', () => {
  test('are as many as there may be', () => expect(names).toHaveLength(limits.contestants));

  test('have each a colour and a dash of their own, in light and dark', () => {
    const lines = positions.map((position) => JSON.stringify(contestantLine(position, 2).type));
    expect(new Set(lines).size).toBe(names.length);
    for (const position of positions) {
      const number = contestantNumber(position);
      expect(styleSheet).toContain(`.own${number}{`);
      // Light and dark, each for the page as it is and for a chosen theme.
      expect(styleSheet.match(new RegExp(`--c${number}:#`, 'g'))).toHaveLength(4);
    }
    const colours = [...styleSheet.matchAll(/--c\d:(#\w+)/g)].map(([, colour]) => colour);
    expect(new Set(colours).size).toBe(2 * names.length);
  });

  test('stand all in every report for people', () => {
    for (const report of ['table', 'markdown', 'html', 'junit', 'open-metrics']) {
      const text = reports.get(report)!.render(eight);
      if (report !== 'junit')
        for (const name of names) expect([report, text.includes(name)]).toEqual([report, true]);
      if (report !== 'html') expect(text).not.toMatch(/NaN|undefined/);
    }
  });

  test('are all drawn, and each chart that has a row for everybody has eight', () => {
    for (const chart of chartsOf(eight).filter(({ option }) => option !== null)) {
      const svg = renderSvg(chart) ?? '';
      expect(svg).not.toMatch(/NaN/);
      if (chart.id !== 'request')
        for (const name of names) expect([chart.id, svg.includes(name)]).toEqual([chart.id, true]);
    }
  });

  test('have a table with one column each, under one another', () => {
    const lines = reports.get('table')!.render(eight).split('\n');
    const head = lines.find(
      (line) => line.trimStart().startsWith('http ') && line.includes('events-auto-ack'),
    )!;
    const sent = lines.find((line) => line.startsWith('  sent '))!;
    expect(head.length).toBe(sent.length);
    expect(sent.trim().split(/\s{2,}/)).toHaveLength(1 + names.length);
  });

  test('have their conclusion, the four that lost nothing in one clause', () => {
    const [first = ''] = conclusionOf(eight).map(({ text }) => text);
    expect(first).toMatch(
      /^In this run \(2 valid rounds of each\) events, events-quorum and events-confirm lost and failed none of their \d+ requests each; /,
    );
  });
});

const scenarioOf = (count: number): string =>
  `title: a\nclaim: b\nload: { rate: 1/s }\ncontestants:\n${Array.from({ length: count }, (_unused, index) => `  c${index + 1}: { style: http }\n`).join('')}`;

test('a scenario may have eight contestants, and a ninth is refused where it stands', () => {
  expect(parseScenario(scenarioOf(8), 'x.yaml', catalogue).contestants).toHaveLength(8);
  expect(() => parseScenario(scenarioOf(9), 'x.yaml', catalogue)).toThrow(
    'x.yaml:13:3: a scenario compares 8 contestants at most',
  );
});
