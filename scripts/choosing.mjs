// What the runs say about choosing a style: each sentence stands on one hypothesis of one scenario and on its figures.

/** `change` names what a reader sets to their own numbers in that scenario. */
const sections = [
  {
    title: 'When to call',
    rules: [
      {
        scenario: 'pitfall-no-confirmation',
        hypothesis: 'events.resolution.p50 - events.accepted.p50 > 20ms',
        sentence:
          'Call when nobody may believe in a success that is none: for so long an event flow has said yes before the bank says no.',
        change: '`load.declined`, `services.payments.work`',
      },
      {
        scenario: 'immediate-feedback',
        hypothesis: 'http.consistency.p50 < 5ms',
        sentence: 'Call when the next read must see the result: what a chain has answered is already true.',
        change: '`services.*.work`, `load.rate`',
      },
      {
        scenario: 'broker-crash',
        hypothesis: 'http.failed + http.lost == 0',
        sentence:
          'Call when a broker is one more thing that can fail: a chain does not notice that there is none.',
        change: '`faults[0].at` and `for`',
      },
      {
        scenario: 'flaky-first-try',
        hypothesis: 'one-retry.failed + one-retry.lost == 0',
        sentence: 'Give a call one retry for failures that pass by themselves.',
        change: '`policies.retries`, `attempts` of the fault',
      },
      {
        scenario: 'pitfall-no-timeout',
        hypothesis: 'no-timeout.inFlight.peak > 1.2 * with-timeout.inFlight.peak',
        sentence: 'Never call without a time-out: what waits piles up before a service that hangs.',
        change: '`policies.timeout`, `for` of the fault',
      },
      {
        scenario: 'retry-storm',
        hypothesis: 'five-at-once.amplification.payments > two-retries.amplification.payments',
        sentence: 'Keep retries few: under overload each of them is more load.',
        change: '`policies.retries` and `backoff`, `services.payments.workers`',
      },
    ],
  },
  {
    title: 'When to publish',
    rules: [
      {
        scenario: 'pitfall-no-confirmation',
        hypothesis: 'events.resolution.p50 < 1.5 * http.resolution.p50',
        sentence:
          'Publish, and keep a live channel to the user: over it the outcome is known about as early as by the answer of a call.',
        change: '`load.declined`, `services.payments.work`',
      },
      {
        scenario: 'payments-crash',
        hypothesis: 'events.failed + events.lost == 0',
        sentence: 'Publish when no request may fail because a service is down for a while.',
        change: '`faults[0].for`, `load.rate`',
      },
      {
        scenario: 'payments-slow',
        hypothesis: 'events.accepted.p50 during < 100ms',
        sentence: 'Publish when accepting must stay fast while the work behind it is slow.',
        change: '`faults[0].add`, `services.payments.workers`',
      },
      {
        scenario: 'load-spike',
        hypothesis: 'events.unserved == 0',
        sentence:
          'Publish when load comes in spikes beyond capacity: the queue takes them and works them off.',
        change: '`load.stages`, `services.payments.workers`',
      },
      {
        scenario: 'connections-held',
        hypothesis: 'http.connections.peak > 3 * events.connections.peak',
        sentence: 'Publish when steps are slow and many: waiting messages hold no connections.',
        change: '`services.recommendations.work`, `load.stages`',
      },
      {
        scenario: 'consumer-scaling',
        hypothesis: 'two.drainTime < 0.8 * one.drainTime',
        sentence: 'Publish when capacity must follow load by only starting more processes.',
        change: '`services.payments.instances` of each contestant',
      },
      {
        scenario: 'broker-crash',
        hypothesis: 'events.lost == 0',
        sentence: 'Publish through an outbox, and even the loss of the broker loses no order.',
        change: '`policies.publish`, `faults[0].for`',
      },
      {
        scenario: 'delivery-guarantees',
        hypothesis: 'at-least-once.duplicated > 0',
        sentence: 'Expect every message twice: acknowledgements alone repeat work when a consumer dies.',
        change: '`policies.acks` and `dedup`',
      },
      {
        scenario: 'consistency-window',
        hypothesis: 'near-capacity.consistency.p95 > 1.5 * slow-rate.consistency.p95',
        sentence:
          'Expect accepted not to be true yet, and for longer the nearer consumers are to their capacity.',
        change: '`load.rate` of each contestant, `services.payments.workers`',
      },
    ],
  },
  {
    title: 'When to mix',
    rules: [
      {
        scenario: 'immediate-feedback',
        hypothesis: 'hybrid.accepted.p50 < http.accepted.p50',
        sentence:
          'Call for the step that the user waits for and publish the rest: the answer comes sooner than that of a chain.',
        change: '`services.*.work`',
      },
      {
        scenario: 'recommendations-down',
        hypothesis: 'hybrid.failed + hybrid.lost == 0',
        sentence: 'A mixed flow keeps serving when a service that nobody waits for is down.',
        change: 'the target and `for` of the fault',
      },
      {
        scenario: 'mixed-styles',
        hypothesis: 'hybrid.accepted.max during > 300ms',
        sentence: 'A mixed flow still waits for the service that it calls when that one is slow.',
        change: '`faults[0].add`',
      },
      {
        scenario: 'compensation',
        hypothesis: 'http-without.stranded > 0',
        sentence:
          'Whatever the style, write the compensation: without it a failure after the charge leaves users who paid for nothing.',
        change: '`probability` of the fault, `policies.compensation`',
      },
    ],
  },
];

const standing = {
  supported: (sentence) => sentence,
  refuted: (sentence) => `~~${sentence}~~ Refuted by the run:`,
  inconclusive: (sentence) => `${sentence} *Not decided by the run:*`,
};

const line = ({ scenario, hypothesis, sentence, change }, claims) => {
  const claim = claims.find(({ name }) => name === scenario);
  const measured = claim?.hypotheses.find(({ text }) => text === hypothesis);
  const link = `[${scenario}](../scenarios/${scenario}.yaml)`;
  const ask = `Your own numbers: ${change} in ${link}.`;
  if (measured === undefined) return `- ${sentence} *Not measured yet.* \`${hypothesis}\`. ${ask}`;
  const doubt = claim.valid ? '' : ' (some rounds were invalid)';
  return `- ${standing[measured.verdict](sentence)} ${measured.detail}${doubt}. ${ask}`;
};

const asking = `## Ask with your own numbers

[\`npx tandem advise\`](advise.md) asks ten questions, runs what the answers come to, and says which style fits. Or by hand:

1. Copy the scenario that a sentence stands on, or start with \`npx tandem init my-scenario.yaml\`.
2. Set \`load.rate\`, \`services.<name>.work\`, \`workers\` and \`instances\` to yours; \`npx tandem plan my-scenario.yaml\` shows the capacity that follows.
3. Set \`faults\` to what happens to you, and \`policies\` to what you have in production.
4. Write what you expect under \`hypotheses\` and what must hold under \`budgets\`, then \`npx tandem run my-scenario.yaml\`.
`;

/**
 * The page from the published claims. \`hypothesesOf\` reads a scenario file; a sentence that stands on a hypothesis that
 * its scenario does not have is an error, so that the page cannot outlive a change of the scenarios.
 */
export const renderChoosing = (claims, hypothesesOf) => {
  const adrift = sections
    .flatMap(({ rules }) => rules)
    .filter(({ scenario, hypothesis }) => !hypothesesOf(scenario).includes(hypothesis));
  if (adrift.length > 0) {
    const names = adrift.map(({ scenario, hypothesis }) => `${scenario}: ${hypothesis}`);
    throw new Error(`scripts/choosing.mjs stands on hypotheses that are not there: ${names.join('; ')}`);
  }
  const blocks = sections.map(
    ({ title, rules }) => `## ${title}\n\n${rules.map((rule) => line(rule, claims)).join('\n')}\n`,
  );
  return `# Choosing a style

Made by \`npm run docs\` from [the published claims](claims.md). Each sentence stands on one hypothesis of one scenario and
says what was measured; the figures are those of the machine named there, so read the direction and not the size.

${blocks.join('\n')}
${asking}`;
};
