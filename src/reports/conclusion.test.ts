import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generatedResults } from '../../test/support/generated-results.ts';
import {
  crashRun,
  fourContestants,
  healthyRun,
  nothingCompleted,
} from '../../test/support/sample-results.ts';
import { countingRounds } from '../analysis/counting-rounds.ts';
import type { RunResult } from '../result/run.ts';
import { conclusionOf } from './conclusion.ts';
import { reports } from './index.ts';

const [crash, healthy, four] = [crashRun(), healthyRun(), fourContestants()];
const runs = [crash, healthy, four, nothingCompleted()];
const textOf = (result: RunResult): string =>
  conclusionOf(result)
    .map(({ text }) => text)
    .join('\n');

const sum = (result: RunResult, name: string, key: 'lost' | 'failed' | 'sent'): number =>
  countingRounds(result.rounds, name).reduce((total, { outcomes }) => total + outcomes[key], 0);

const isValid = (result: RunResult) => (name: string) => countingRounds(result.rounds, name).length > 0;

/** The words about one contestant in the sentence of what became of the requests, and those whom they are about. */
const clausesOf = (result: RunResult): readonly { readonly text: string; readonly names: string[] }[] => {
  const [first = ''] = textOf(result).split('\n');
  const names = result.scenario.contestants.map(({ name }) => name);
  const clauses = first.replace(/^.*?\(\d+ valid round[^)]*\) /, '').split('; ');
  return clauses.map((text) => {
    const words = text.split(/ (?:lost|failed|served|took|was) /)[0]!.split(/[\s,;]+/);
    return { text, names: names.filter((name) => words.includes(name)) };
  });
};

describe('generated results', () => {
  const everywhere = (holds: (result: RunResult) => void): void =>
    fc.assert(fc.property(generatedResults(runs), holds), {
      numRuns: 150,
      reporter: ({ failed, errorInstance }) => {
        if (failed) throw errorInstance;
      },
    });

  test('lost nothing only where nothing was lost, and failed none only where none failed', () => {
    everywhere((result) => {
      for (const { text, names } of clausesOf(result).filter(({ text }) => / none/.test(text))) {
        const about = /^.*?(lost and failed none|lost none|failed none)/.exec(text)?.[1];
        for (const name of names) {
          if (/lost and failed none|lost none/.test(text))
            expect([name, sum(result, name, 'lost')]).toEqual([name, 0]);
          if (/failed none/.test(text)) expect([name, sum(result, name, 'failed')]).toEqual([name, 0]);
        }
        expect(about).toBeDefined();
      }
    });
  });

  test('say of every contestant with a valid round what it lost and failed', () => {
    everywhere((result) => {
      const clauses = clausesOf(result);
      const names = result.scenario.contestants.map(({ name }) => name).filter(isValid(result));
      for (const name of names) {
        const own = clauses.filter((clause) => clause.names.includes(name));
        expect(own).toHaveLength(1);
        const text = own[0]!.text.replaceAll('\u202f', '');
        const [lost, failed] = [sum(result, name, 'lost'), sum(result, name, 'failed')];
        if (sum(result, name, 'sent') === 0) continue;
        expect(text).toMatch(lost > 0 ? `lost ${lost} ` : /lost (?:none|and failed none)/);
        expect(text).toMatch(failed > 0 ? `failed ${failed} ` : /failed none/);
      }
    });
  });

  test('compare only what a verdict of the result decided, and in its direction', () => {
    everywhere((result) => {
      const compared = conclusionOf(result).flatMap(({ text }) =>
        [...text.matchAll(/(?:: |; )(\S+) was (faster|slower) than (\S+) \(/g)].map(([, b, verdict, a]) => ({
          a,
          b,
          verdict,
          metric: /to completion/.test(text) ? 'completed.p50' : 'accepted.p50',
        })),
      );
      for (const { a, b, verdict, metric } of compared)
        expect(
          result.summary.comparisons.filter(
            (one) => one.a === a && one.b === b && one.metric.startsWith(metric) && one.verdict === verdict,
          ).length,
        ).toBeGreaterThan(0);
      const words = textOf(result).match(/\b(faster|slower)\b/g) ?? [];
      expect(words).toHaveLength(compared.length);
      const never = [...textOf(result).matchAll(/(\S+) never reached it in any round, (\S+) did in all/g)];
      for (const [, loser, winner] of never)
        expect(
          result.summary.comparisons.some(
            ({ a, b, verdict, ratio }) =>
              ratio === null &&
              ((a === winner && b === loser && verdict === 'slower') ||
                (a === loser && b === winner && verdict === 'faster')),
          ),
        ).toBe(true);
    });
  });

  test('always come with the number of valid rounds, or say that there is none', () => {
    everywhere((result) => {
      const [first = ''] = textOf(result).split('\n');
      const valid = result.scenario.contestants.map(({ name }) => name).filter(isValid(result));
      expect(first).toMatch(
        valid.length === 0
          ? /^Nothing can be concluded: no round is whole and valid\.$/
          : / \(\d+ valid round/,
      );
      for (const name of result.scenario.contestants.map((one) => one.name))
        if (valid.length > 0 && !valid.includes(name))
          expect(textOf(result)).toMatch(new RegExp(`Left out, .*: .*\\b${name}\\b`));
    });
  });

  test('give every time with its interval, its number of rounds or how often it was never reached', () => {
    everywhere((result) => {
      const heard = conclusionOf(result).find(({ text }) => text.startsWith('Clients heard'))?.text;
      if (heard === undefined) return;
      const times = heard.match(/[\d.]+ m?s \([^)]*\) with /g) ?? [];
      expect(times).toHaveLength(heard.match(/ with /g)!.length);
    });
  });
});

test('a difference that the verdicts call noise is not said to be one', () => {
  const comparisons = healthy.summary.comparisons.map((one) => ({
    ...one,
    verdict: 'no difference shown' as const,
  }));
  const text = textOf({ ...healthy, summary: { ...healthy.summary, comparisons } });
  expect(text).toContain(
    'Median time to completion: no difference is shown between events and http (0.72 to 0.78 times).',
  );
  expect(text).not.toMatch(/faster|slower/);
});

test('a run that is invalid or was interrupted says so first', () => {
  const rounds = crash.rounds.map((round) => ({ ...round, valid: false }));
  expect(textOf({ ...crash, rounds })).toBe('Nothing can be concluded: no round is whole and valid.');
  expect(textOf({ ...crash, rounds: [] })).toBe('Nothing can be concluded: no round is whole and valid.');
  expect(textOf({ ...crash, verdict: 'invalid' })).toMatch(
    /^The run is invalid; of its valid rounds, in this run \(/,
  );
  expect(textOf({ ...crash, partial: true })).toMatch(
    /^The run was interrupted; of what was measured, in this run \(/,
  );
});

test('contestants with other numbers of rounds have each their own', () => {
  const rounds = crash.rounds.filter(({ contestant, round }) => contestant === 'http' || round < 3);
  expect(textOf({ ...crash, rounds })).toMatch(
    /^In this run \(3 valid rounds of http and 2 valid rounds of events\) /,
  );
});

test('stands at the top of the table, the Markdown, the page and the annotations of GitHub', () => {
  const sentence = 'http never reached it in any round, events did in all.';
  const render = (name: string): string => reports.get(name)!.render(crash);
  for (const name of ['table', 'markdown', 'github', 'github-summary', 'html'])
    expect([name, render(name).includes(sentence)]).toEqual([name, true]);
  expect(render('table').indexOf('conclusion')).toBeLessThan(render('table').indexOf('offered rate'));
  expect(render('github')).toMatch(
    /^::notice file=[^:]*,title=Conclusion::In this run \(3 valid rounds of each\) /,
  );
});
