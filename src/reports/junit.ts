import type { BudgetResult, HypothesisResult, RunResult } from '../analysis/result.ts';
import type { Report } from './report.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as XML 1.0 can hold it: most control characters may not even be written as references. */
const xml = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML forbids
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"]/g, (character) => entities[character] ?? character);

interface Case {
  readonly kind: 'budget' | 'hypothesis';
  readonly text: string;
  readonly line: number;
  readonly body: string;
  readonly state: 'failure' | 'error' | 'skipped' | 'passed';
}

/** A broken budget fails; one that could not be decided is an error: the measurement went wrong, not the code. */
const budgetCase = ({ text, verdict, detail, line }: BudgetResult): Case => {
  const message = xml(detail);
  const state = ({ pass: 'passed', warn: 'passed', fail: 'failure', invalid: 'error' } as const)[verdict];
  const said = `<system-out>${verdict}: ${message}</system-out>`;
  const body = state === 'passed' ? said : `<${state} message="${message}"/>`;
  return { kind: 'budget', text, line, body, state };
};

/** A refuted hypothesis is a finding, not a failure: only budgets decide. */
const hypothesisCase = ({ text, verdict, detail, line }: HypothesisResult): Case => {
  const message = `${verdict}: ${xml(detail)}`;
  const skipped = verdict === 'inconclusive';
  const body = skipped ? `<skipped message="${message}"/>` : `<system-out>${message}</system-out>`;
  return { kind: 'hypothesis', text, line, body, state: skipped ? 'skipped' : 'passed' };
};

/** A run that is invalid or cut short without any budget saying so must not look green. */
const runCase = ({ verdict, partial, reasons, scenario }: RunResult): Case => {
  const message = xml([...reasons, ...(partial ? ['The run was interrupted.'] : [])].join(' '));
  const wrong = verdict === 'invalid' || partial;
  return {
    ...{ kind: 'budget', text: 'the run is valid', line: 1 },
    body: wrong ? `<error message="${message}"/>` : `<system-out>${xml(scenario.title)}</system-out>`,
    state: wrong ? 'error' : 'passed',
  };
};

/** JUnit XML: a case per budget and hypothesis, and one for the validity of the run. */
const toJunit = (result: RunResult): string => {
  const { name, file } = result.scenario;
  const cases = [
    runCase(result),
    ...result.budgets.map(budgetCase),
    ...result.hypotheses.map(hypothesisCase),
  ];
  const count = (state: Case['state']): number => cases.filter((one) => one.state === state).length;
  const totals = `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`;
  const lines = cases.map(
    ({ kind, text, line, body }) =>
      `    <testcase classname="${xml(name)}.${kind}" name="${xml(text)}" file="${xml(file)}" line="${line}">${body}</testcase>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites ${totals}>
  <testsuite name="${xml(name)}" ${totals} timestamp="${xml(result.startedAt.replace(/\.\d+Z$/, ''))}">
${lines.join('\n')}
  </testsuite>
</testsuites>
`;
};

export const junit: Report = { name: 'junit', file: 'junit.xml', render: toJunit };
