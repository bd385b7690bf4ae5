// Puts one result file through everything that reads results. Only a TandemError may come out of it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const noPass = [
  ['table', /\bverdict pass\b/],
  ['markdown', /^## .*: pass\b/m],
  ['html', /<span class="word">pass<\/span>/],
  ['open-metrics', /tandem_verdict="pass"\} 1/],
];

const counts = ({ rounds, scenario }) =>
  scenario.contestants.length > 0 &&
  scenario.contestants.every(({ name }) =>
    rounds.some(({ contestant, valid, partial }) => contestant === name && valid && !partial),
  );

/** What no reader may say of a run that measured nothing; null when nobody does. */
const falsePass = (result, texts, page) => {
  if (counts(result)) return null;
  const said = noPass.find(([name, words]) => words.test(texts.get(name)))?.[0];
  if (said !== undefined) return `a pass in ${said} without a valid round of every contestant`;
  if (!/<error\b/.test(texts.get('junit'))) return 'a JUnit document without an error';
  return /<td class="pass">/.test(page) ? 'a pass on the page of runs' : null;
};

/**
 * Reads, renders, compares and lists a file of these bytes as `folder`/result.json beside a sound run. Returns `refused`,
 * `read`, or what was said that must not be; whatever is thrown and is no TandemError comes out as it is.
 */
export const exerciseResult = (modules, bytes, { folder, sound, everything }) => {
  const { readResult, collectRuns, runsPage, reports, overlay, runDifferences, TandemError } = modules;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'result.json'), bytes);
  const runs = collectRuns(dirname(folder));
  const page = runsPage(runs, { canOverlay: true });
  let result;
  try {
    result = readResult(folder);
  } catch (error) {
    if (!(error instanceof TandemError)) throw error;
    if (error.message.length > 20_000) return `a message of ${error.message.length} characters`;
    return runs.leftOut.length === 1 ? 'refused' : 'refused, and not named among the runs';
  }
  const texts = new Map([...reports].map(([name, { render }]) => [name, render(result)]));
  for (const [a, b] of [
    [sound, result],
    [result, sound],
  ]) {
    const differences = runDifferences(a, b);
    const contestants = modules.contestantDifferences(a, b);
    modules.renderComparison({ a, b, differences, contestants, comparisons: modules.compareRuns(a, b) });
  }
  if (everything) {
    const labelled = [sound, result].map((one, index) => ({ label: `${index}`, result: one }));
    reports.get('html').render(overlay(labelled));
  }
  return falsePass(result, texts, page) ?? 'read';
};
