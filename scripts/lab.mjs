// The lab: a sheet of tasks per recorded scenario, and the answers that the recorded runs give.

/** What to do beyond guessing, by scenario; a recorded scenario without an entry gets the common tasks only. */
const own = {
  'payments-crash': {
    look: 'Find the two moments at which payments died and came back in "Completed and accepted latency over time". Which curve stays flat, and what does that not tell you?',
    change:
      'Give `http` the policy `retries: 0`, then `retries: 5`. Which of the two loses fewer requests, and what do the users wait?',
  },
  'broker-crash': {
    look: 'Compare the outcome bars of the contestants. In which class is a request that was accepted and of which nothing ever came?',
    change:
      'Let the broker be away for twice as long. Which contestant changes its number of failed requests, and which its drain time?',
  },
  'load-spike': {
    look: 'Read the height of the backlog and the time to drain in "Rates over time". Does the backlog end with the spike?',
    change: 'Halve `services.payments.workers`. Which style tells its users, and how?',
  },
  'delivery-guarantees': {
    look: 'Find the contestant with duplicated effects and the one with lost requests. Name the guarantee that each of them has.',
    change: 'Set `prefetch: 1` for at-most-once. What happens to its losses, and to its rate?',
  },
  compensation: {
    look: 'Follow one request that was compensated. How long did somebody have a charge without a service?',
    change:
      'Set `compensation: off` for http. Which class do its refused requests move to, and what does the money check say?',
  },
  ordering: {
    look: 'Compare order violations and completed rate of the contestants. What does order cost here?',
    change:
      'Let four users take turns (`sequence.users: 4`). Why are there fewer violations although nothing else has changed?',
  },
  'mixed-styles': {
    look: 'Which user waits in which contestant, and for what?',
    change: 'Move the fault from payments to notifications. Does any user notice?',
  },
};

const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const durationsOf = ({ load, rounds }) =>
  `${load.stages.reduce((sum, { forMs }) => sum + forMs, 0) / 1_000} s, ${rounds} round${rounds === 1 ? '' : 's'}`;

const sheetOf = ({ scenario, hypotheses }) => {
  const { name, title, claim, contestants } = scenario;
  const tasks = own[name];
  return `## ${title}

Claim: ${claim} Contestants: ${contestants.map((one) => `\`${one.name}\` (${one.style})`).join(', ')}.

1. Before you look: copy this table and write down for each line whether it will hold, and why.

${hypotheses.map(({ text }) => `   - [ ] \`${text}\``).join('\n')}

2. Open the recorded run with \`tandem show --published\`, press "Class mode: guess first" and answer the three questions of class mode.
${tasks ? `3. ${tasks.look}\n4. Run it yourself: \`tandem run scenarios/${name}.yaml --live\`. Then change one thing: ${tasks.change}\n` : `3. Run it yourself: \`tandem run scenarios/${name}.yaml --live\`. Where do your figures differ from the recorded ones, and by more than their intervals?\n`}`;
};

const sum = (result, name, count) => result.summary.contestants[name]?.outcomes[count] ?? 0;

const answersOf = (result) => {
  const { scenario, hypotheses, startedAt, environment } = result;
  const judged = hypotheses.map(
    ({ text, verdict, detail }) => `| \`${cell(text)}\` | ${verdict} | ${cell(detail)} |`,
  );
  const counts = scenario.contestants.map(({ name }) => {
    const of = (count) => sum(result, name, count);
    return `| ${name} | ${of('sent')} | ${of('completed')} | ${of('failed')} | ${of('lost')} | ${of('duplicated')} |`;
  });
  return `## ${scenario.title}

Recorded ${startedAt.slice(0, 10)}, ${durationsOf(scenario)} per contestant, ${environment.cores} cores, Node ${environment.node}, ${environment.broker}.

| hypothesis | verdict | measured |
| --- | --- | --- |
${judged.join('\n')}

| contestant | sent | completed | failed | lost | duplicated |
| --- | --- | --- | --- | --- | --- |
${counts.join('\n')}
`;
};

const byTitle = (results) => results.toSorted((a, b) => (a.scenario.title < b.scenario.title ? -1 : 1));

/** The tasks; no figure in it gives an answer away. */
export const renderLabSheet = (results) => `# Lab sheet

Made by \`npm run docs\` from the runs in \`results/published\`. The answers are in [answers.md](answers.md); look there last.
Time: about 20 minutes per scenario. One run on one machine shows what can happen; it is no figure for production.

${byTitle(results).map(sheetOf).join('\n')}`;

/** What the recorded runs say. Another machine has other figures; the verdicts should agree. */
export const renderLabAnswers = (results) => `# Lab answers

Made by \`npm run docs\` from the runs in \`results/published\`. Figures are of one machine; the verdicts should hold on yours.

${byTitle(results).map(answersOf).join('\n')}`;
