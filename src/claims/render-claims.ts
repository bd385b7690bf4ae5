import Table from 'cli-table3';
import { type ClaimRecord, type ClaimVerdict, worstVerdict } from './claim-record.ts';
import type { ClaimsDocument } from './claims-document.ts';

const verdicts: readonly ClaimVerdict[] = ['supported', 'refuted', 'inconclusive'];

const validityOf = ({ valid, budgets }: ClaimRecord): string =>
  [
    valid ? 'valid' : 'INVALID',
    ...budgets.map(({ text, verdict }) => `budget ${text}: ${verdict === 'invalid' ? 'undecided' : verdict}`),
  ].join('; ');

const tallyOf = (claims: readonly ClaimRecord[]): string => {
  const counts = verdicts.map((one) => `${claims.filter(({ verdict }) => verdict === one).length} ${one}`);
  const invalid = claims.filter(({ valid }) => !valid).length;
  return `${claims.length} claims: ${counts.join(', ')}; ${invalid === 0 ? 'every round valid' : `${invalid} with invalid rounds`}`;
};

/** One table for the terminal: claim, what was measured, and the verdict of each hypothesis. */
export const renderClaims = (claims: readonly ClaimRecord[], width = 140): string => {
  const verdict = 16;
  const claim = Math.max(24, Math.floor((width - verdict) * 0.32));
  const table = new Table({
    head: ['claim', 'measured', 'verdict'],
    colWidths: [claim, Math.max(30, width - claim - verdict - 4), verdict],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const record of claims) {
    const { name, claim: sentence, hypotheses } = record;
    const summary = `${record.verdict}\n${validityOf(record)}`;
    table.push([`${name}\n${sentence}`, 'the whole claim', summary]);
    for (const { text, detail, verdict: one } of hypotheses) table.push(['', `${text}\n  ${detail}`, one]);
  }
  return `${table.toString()}\n${tallyOf(claims)}\n`;
};

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const row = (record: ClaimRecord): string => {
  const { name, claim, hypotheses, verdict, scale } = record;
  const measured = hypotheses.map(
    ({ text, detail, verdict: one }) =>
      `\`${cell(text)}\`: ${cell(detail)}${one === verdict ? '' : ` (${one})`}`,
  );
  return `| ${cell(name)} | ${cell(claim)} | ${measured.join('<br>')} | **${verdict}** | ${cell([validityOf(record), ...(scale === 1 ? [] : [`durations × ${scale}`])].join('; '))} |`;
};

const originOf = (claims: readonly ClaimRecord[]): string[] => {
  const places = claims.map(({ environment: { cpuModel, cores, node, broker, tandem } }) =>
    [`${cores} × ${cpuModel}`, `Node ${node}`, broker === 'none' ? '' : broker, `Tandem ${tandem}`]
      .filter(Boolean)
      .join(', '),
  );
  const starts = claims.map(({ startedAt }) => startedAt.slice(0, 16).replace('T', ' ')).toSorted();
  const scales = [...new Set(claims.map(({ scale }) => scale))].toSorted((a, b) => a - b);
  return [
    ...[...new Set(places)].map((place) => `Measured on ${place}.`),
    `Begun between ${starts[0] ?? '–'} and ${starts.at(-1) ?? '–'} UTC.`,
    `Durations as the scenarios have them, times ${scales.join(' or ')}.`,
  ];
};

/** The same table in Markdown, by group. */
export const renderClaimsMarkdown = ({ claims }: ClaimsDocument): string => {
  const groups = [...new Set(claims.map(({ group }) => group))];
  const blocks = groups.map((group) =>
    [
      `## ${group === '' ? 'Other' : group}`,
      '',
      '| scenario | claim | measured | verdict | rounds |',
      '| --- | --- | --- | --- | --- |',
      ...claims.filter((record) => record.group === group).map(row),
    ].join('\n'),
  );
  const worst = worstVerdict(claims.map(({ verdict }) => verdict));
  const note =
    worst === 'supported' ? [] : ['A refuted claim is a finding: the run decided against the sentence.'];
  return `${[`${tallyOf(claims)}.`, ...note, ...originOf(claims), '', blocks.join('\n\n')].join('\n')}\n`;
};
