import { noFigure, showCount, showDuration, showRate } from '../../reports/format.ts';
import { contestantNames, figuresOf, medianOf, outcomesOf } from '../../reports/medians.ts';
import type { Outcomes } from '../../result/outcomes.ts';
import type { RunResult } from '../../result/run.ts';
import { columns } from '../../shared/columns.ts';
import { lengthOf } from '../../shared/stages.ts';

/** What the ledgers say about the requests that the client sent; every class comes from joining the two. */
const ledgerWord = ({ sent, completed, declined, unexpected }: Outcomes): string => {
  const other = sent - completed - declined;
  const parts = [`${showCount(completed + declined)} of ${showCount(sent)}`];
  if (other !== 0) parts.push(`${showCount(other)} otherwise`);
  if (unexpected !== 0) parts.push(`${showCount(unexpected)} unexpected`);
  return parts.join(', ');
};

const rowOf = (result: RunResult, name: string): readonly string[] => {
  const median = (metric: string, show: (value: number) => string): string => {
    const value = medianOf(result, name, metric, 'all');
    return typeof value === 'number' ? show(value) : (value ?? noFigure);
  };
  const outcomes = outcomesOf(result, name);
  const { valid, rounds } = figuresOf(result, name);
  return [
    valid ? name : `${name} *`,
    median('rate.accepted', showRate),
    median('rate.completed', showRate),
    median('backlog.peak', showCount),
    // Never: it was not drained when the time for that was over.
    median('drainTime', showDuration),
    outcomes === null ? noFigure : ledgerWord(outcomes),
    `${valid ? rounds.length : 0} of ${Math.max(result.scenario.rounds, rounds.length)}`,
  ];
};

/** How much each contestant took and completed, for the terminal. */
export const renderSaturation = (result: RunResult, connections: number): string => {
  const head = [
    '',
    'accepted',
    'completed',
    'peak backlog',
    'drain time',
    'done by the ledgers',
    'valid rounds',
  ];
  const rows = contestantNames(result).map((name) => rowOf(result, name));
  const lines = columns([head, ...rows]);
  const seconds = lengthOf(result.scenario.load.stages) / 1_000;
  const reasons = result.reasons.map((reason) => `  ${reason}`);
  return `${[
    `${result.scenario.title}: ${connections} connections, each with one request at a time, for ${seconds.toFixed(1)} s`,
    ...lines,
    'Rates, backlog and drain time are medians over rounds; requests are sums.',
    `verdict ${result.verdict}${result.partial ? ' (partial: interrupted)' : ''}`,
    ...reasons,
  ].join('\n')}\n`;
};
