import { readdirSync } from 'node:fs';

// The floors of src/, from the ground up. No arrow runs up: a room imports from its own floor and from those below. The rules of
// .dependency-cruiser.mjs and the drawing in docs/architecture.md are both made from this list.
export const floors = [
  {
    name: 'ground',
    reason: 'Everybody stands on it, so it may know nobody.',
    rooms: { shared: 'units, numbers, clock, errors', result: 'what a run is: schemas and types' },
  },
  {
    name: 'domain',
    reason: 'The business knows no transport, no style and no caller.',
    rooms: { workflow: 'steps, ledger, inbox, outbox' },
  },
  {
    name: 'what is compared',
    reason: 'What is measured must not know who measures it.',
    rooms: {
      styles: 'how the services talk',
      faults: 'what can go wrong',
      broker: 'RabbitMQ: start, kill, inspect',
      reaper: 'cleans up after a crash',
      pages: 'serves pages; texts of their programs',
    },
  },
  {
    name: 'processes',
    reason: 'The programs of a round know what they run, and nobody who starts them.',
    rooms: {
      service: 'one process of one service',
      load: 'the generator and its client',
      links: 'proxies for faults on links',
      replay: 'a reader that joins later',
    },
  },
  {
    name: 'audit and analysis',
    reason: 'From plain data to plain data: a verdict can be computed again by anybody.',
    rooms: {
      audit: 'tickets and ledgers: classes, laws',
      analysis: 'percentiles, phases, statistics',
    },
  },
  {
    name: 'scenario',
    reason: 'A scenario names styles, faults and metrics, and knows nothing of how it is run.',
    rooms: { scenario: 'the file and its language' },
  },
  {
    name: 'verdicts',
    reason: 'A verdict joins what was asked with what was measured.',
    rooms: { verdicts: 'validity, budgets, hypotheses', evidence: 'what a round leaves; judged, kept' },
  },
  {
    name: 'reporting',
    reason: 'A report only shows what a verdict says.',
    rooms: {
      reports: 'table, page, charts, CI formats',
      runs: 'results on disk',
    },
  },
  {
    name: 'running',
    reason: 'The harness may use everything below it; whoever wants a round goes through the bench.',
    rooms: {
      sites: 'where the processes of a round run',
      harness: 'a round, phase by phase',
      bench: 'the one place where runs are put together',
    },
  },
  {
    name: 'several runs',
    reason: 'Each stands on the bench or on results, and on no command.',
    rooms: {
      calibration: 'the noise of this machine',
      sweep: 'rates and capacity',
      advice: 'which style fits, by rule',
      claims: 'all claims of a folder',
      comparison: 'two runs',
      gate: 'is one build worse than another',
      baselines: 'a run to compare with',
      planning: 'what a run would do',
      doctor: 'what a machine lacks',
      live: 'the page that follows a run',
      site: 'many runs side by side',
      browser: 'programs of the pages',
    },
  },
  {
    name: 'command line',
    reason: 'A command parses, calls, prints and gives an exit code; nothing stands on it.',
    rooms: { commands: 'the command line' },
  },
];

const listed = new Set(floors.flatMap(({ rooms }) => Object.keys(rooms)));
const unlisted = readdirSync(new URL('../src', import.meta.url), { withFileTypes: true }).filter(
  (entry) => entry.isDirectory() && !listed.has(entry.name),
);
if (unlisted.length > 0)
  throw new Error(`scripts/floors.mjs: on no floor: ${unlisted.map(({ name }) => `src/${name}`).join(', ')}`);

/** One rule for each floor below the top: its rooms import nothing of the floors above. */
export const floorRules = floors.slice(0, -1).map(({ name, reason, rooms }, index) => {
  const pathOf = (names) => `^src/(${names.join('|')})/`;
  const above = floors.slice(index + 1).flatMap((floor) => Object.keys(floor.rooms));
  return {
    name: `no-arrow-up-from-${name.replaceAll(' ', '-')}`,
    severity: 'error',
    comment: reason,
    from: { path: pathOf(Object.keys(rooms)), pathNot: '[.]test[.]ts$' },
    to: { path: pathOf(above) },
  };
});
