// The page of all metrics that budgets and hypotheses can name.

const units = { ms: 'ms', count: 'number', perSecond: 'per second', ratio: 'ratio' };
const cell = (text) => text.replaceAll('|', '\\|');

/** `definitions`: those of src/analysis/metrics.ts. */
export const renderMetrics = (definitions) => {
  const rows = definitions.map(
    ({ name, unit, kind, byPhase, meaning }) =>
      `| \`${name}\` | ${cell(meaning)} | ${units[unit]} | ${kind} | ${byPhase ? 'yes' : 'no'} |`,
  );
  return `# Metrics

Made by \`npm run docs\` from the code. A budget or hypothesis is \`[contestant.]metric [before|during|after|all] op value[unit]\` with
arithmetic, for instance \`events.completed.p95 during < 2 * http.completed.p95 before + 100ms\`. Exact figures are counted request by
request; measured ones carry the noise of the machine and are judged by their interval over rounds.

| metric | meaning | in | kind | by phase |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
};
