import type { GateFigure } from '../result/gate.ts';
import type { BudgetResult, HypothesisResult, RunResult } from '../result/run.ts';
import { type JunitCase, type JunitSuite, junitDocument } from './junit-document.ts';
import type { Report } from './report.ts';

type Judged = Pick<JunitCase, 'state' | 'type' | 'message'>;

/** A broken budget fails; one that could not be decided is an error: the measurement went wrong, not the code. */
const judgedBudget = ({ verdict, detail }: BudgetResult): Judged => {
  if (verdict === 'fail') return { state: 'failure', type: 'budget', message: detail };
  if (verdict === 'invalid') return { state: 'error', type: 'undecided', message: detail };
  return { state: 'passed', message: `${verdict}: ${detail}` };
};

/** A refuted hypothesis is a finding, not a failure: only budgets decide. */
const judgedHypothesis = ({ verdict, detail }: HypothesisResult): Judged => ({
  state: verdict === 'inconclusive' ? 'skipped' : 'passed',
  message: `${verdict}: ${detail}`,
});

/** A run that is invalid or cut short without any budget saying so must not look green. */
const judgedRun = ({ verdict, partial, reasons, scenario }: RunResult): Judged => {
  if (verdict !== 'invalid' && !partial) return { state: 'passed', message: scenario.title };
  const message = [...reasons, ...(partial ? ['The run was interrupted.'] : [])].join(' ');
  return { state: 'error', type: partial ? 'interrupted' : 'invalid', message };
};

/** A figure that is worse fails; one that is open is an error, as with budgets. */
const judgedFigure = ({ verdict, base, head, change, low, high, margin }: GateFigure): Judged => {
  const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
  const interval = low === null || high === null ? '' : ` [${percent(low)}, ${percent(high)}]`;
  const by = change === null ? '' : `, worse by ${percent(change)}${interval}`;
  const message = `${verdict}: ${base ?? 'never'} before, ${head ?? 'never'} now${by}, margin ${percent(margin)}`;
  if (verdict === 'worse') return { state: 'failure', type: 'gate', message };
  return verdict === 'not decided'
    ? { state: 'error', type: 'undecided', message }
    : { state: 'passed', message };
};

/** A case per budget, hypothesis and figure of a gate, and one for the validity of the run, which took all the time. */
export const suiteOfResult = (result: RunResult): JunitSuite => {
  const { scenario, startedAt, finishedAt, budgets, hypotheses } = result;
  const { name, file } = scenario;
  const seconds = Math.max(0, Date.parse(finishedAt) - Date.parse(startedAt)) / 1_000;
  const cases = [
    { kind: 'budget', text: 'the run is valid', line: 1, seconds, judged: judgedRun(result) },
    ...budgets.map((one) => ({ ...one, kind: 'budget', seconds: 0, judged: judgedBudget(one) })),
    ...(result.gate?.figures ?? []).map((one) => ({
      kind: 'gate',
      text: one.metric,
      line: 1,
      seconds: 0,
      judged: judgedFigure(one),
    })),
    ...hypotheses.map((one) => ({ ...one, kind: 'hypothesis', seconds: 0, judged: judgedHypothesis(one) })),
  ].map(
    ({ kind, text, line, seconds: taken, judged }): JunitCase => ({
      classname: `${name}.${kind}`,
      name: text,
      file,
      line,
      seconds: taken,
      ...judged,
    }),
  );
  return { name, startedAt, seconds, cases };
};

export const junit: Report = {
  name: 'junit',
  file: 'junit.xml',
  render: (result) => junitDocument([suiteOfResult(result)]),
};
