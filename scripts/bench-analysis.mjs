// Audits and analyses a million synthetic tickets, and fails beyond its limits of time, memory and result size.

import { analyseRound } from '../dist/analysis/round-figures.js';
import { audit } from '../dist/audit/audit.js';
import { shippedWorkflow } from '../dist/scenario/workflow-file.js';
import { seededRandom } from '../dist/shared/random.js';
import { meaningOf } from '../dist/workflow/meaning.js';

const limits = { seconds: 6, rssMegabytes: 600, resultMegabytes: 2 };
const count = Number(process.argv[2] ?? 1_000_000);
const perSecond = 10_000;
const warmUpMs = 2_000;
const originMs = 1_000_000;
const idPrefix = 'bench-1-';
const steps = [
  ['opened', 'subscriptions-1'],
  ['charged', 'payments-1'],
  ['activated', 'subscriptions-1'],
  ['recommended', 'recommendations-1'],
  ['notified-ready', 'notifications-1'],
];

// Every hundredth request ends otherwise than completed; which way goes round.
const endings = [
  { answer: 4, notice: 0, steps: 0 }, // refused
  { answer: 0, notice: 0, steps: 1 }, // dropped
  { answer: 2, notice: 0, steps: 2 }, // stranded
  { answer: 2, notice: 0, steps: 1 }, // vanished
  { answer: 4, notice: 0, steps: 5 }, // recovered
];
const completedEnding = { answer: 2, notice: 1, steps: 5 };
const endingOf = (index) => (index % 100 === 0 ? endings[(index / 100) % endings.length] : completedEnding);

const random = seededRandom('bench');
const column = (pick) => Float64Array.from({ length: count }, (_, index) => pick(index));
const dueAt = column((index) => (index * 1_000) / perSecond - warmUpMs);
const sentAt = dueAt.map((due) => due + random());
const answeredAt = column((index) =>
  endingOf(index).answer === 0 ? Number.NaN : sentAt[index] + 12 + random() * 20,
);
const completedAt = column((index) =>
  endingOf(index).notice === 0 ? Number.NaN : dueAt[index] + 60 + random() ** 4 * 900,
);
const tickets = {
  idPrefix,
  count,
  dueAt,
  sentAt,
  answeredAt,
  completedAt,
  status: new Uint16Array(count).fill(202),
  answer: Uint8Array.from({ length: count }, (_, index) => endingOf(index).answer),
  notice: Uint8Array.from({ length: count }, (_, index) => endingOf(index).notice),
  error: new Uint8Array(count),
  errors: [''],
};

const orders = { userId: 'user-1', plan: 'basic' };
const ids = Array.from({ length: count }, (_, index) => `${idPrefix}${index}`);

// Rows are made as they are read, as from a database cursor: five million of them do not fit into the limit.
const entries = {
  *[Symbol.iterator]() {
    for (const [number, [effect, instance]] of steps.entries()) {
      for (let index = 0; index < count; index += 1) {
        if (number >= endingOf(index).steps) continue;
        const at = originMs + dueAt[index] + 10 + number * 10;
        yield {
          service: instance.slice(0, -2),
          requestId: ids[index],
          userId: orders.userId,
          plan: orders.plan,
          draw: 1,
          effect,
          payload: '',
          instance,
          receivedAt: at - 2,
          startedAt: at - 1,
          at,
        };
      }
    }
  },
};

const workflow = shippedWorkflow('subscribe');
const durationMs = (count * 1_000) / perSecond - warmUpMs;
const fault = { type: 'crash', target: 'payments' };
const startedAt = performance.now();
const audited = audit({
  workflow,
  tickets,
  entries,
  queued: new Set(),
  originMs,
  drained: true,
  orderOf: () => orders,
});
const auditedAt = performance.now();
const figures = analyseRound({
  tickets,
  audit: audited,
  entries,
  effects: meaningOf(workflow).effects,
  originMs,
  faults: [{ ...fault, struckAt: durationMs * 0.3, liftedAt: durationMs * 0.5, bites: 1, applies: true }],
  planned: [{ ...fault, atMs: durationMs * 0.3, forMs: durationMs * 0.2 }],
  warmUpMs,
  durationMs,
  endMs: durationMs + 5_000,
});
const json = JSON.stringify(figures);
const endedAt = performance.now();

const measured = {
  seconds: (endedAt - startedAt) / 1_000,
  rssMegabytes: process.resourceUsage().maxRSS / 1_024,
  resultMegabytes: json.length / 1_000_000,
};
console.log(
  `${count} tickets: audit ${((auditedAt - startedAt) / 1_000).toFixed(2)} s, analysis ${((endedAt - auditedAt) / 1_000).toFixed(2)} s`,
);
console.log(`outcomes ${JSON.stringify(figures.outcomes)}`);
// The limits are those of a million; fewer show that it runs.
const beyond = Object.keys(limits).filter((name) => count >= 1_000_000 && !(measured[name] <= limits[name]));
for (const [name, limit] of Object.entries(limits)) {
  console.log(
    `${name.padEnd(16)} ${measured[name].toFixed(2).padStart(8)}  limit ${limit}${beyond.includes(name) ? '  BEYOND' : ''}`,
  );
}
const classes = [
  'completed',
  'declined',
  'refused',
  'compensated',
  'recovered',
  'dropped',
  'stranded',
  'vanished',
  'unresolved',
  'contradicted',
];
const sum = classes.reduce((total, name) => total + figures.outcomes[name], 0);
if (sum !== figures.outcomes.sent) {
  console.log(`the classes add up to ${sum}, not to the ${figures.outcomes.sent} sent`);
  process.exitCode = 1;
}
if (beyond.length > 0) process.exitCode = 1;
