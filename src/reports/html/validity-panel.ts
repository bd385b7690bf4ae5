import type { FaultRecord } from '../../result/observations.ts';
import type { RoundResult } from '../../result/round.ts';
import type { RunResult } from '../../result/run.ts';
import { type Html, html } from '../../shared/html.ts';
import { showAt } from '../charts/show-figure.ts';
import { showCount, showDuration, showShare } from '../format.ts';
import { plainTable } from './tables.ts';

const faultInWords = ({ type, target, struckAt, liftedAt, bites, applies }: FaultRecord): string => {
  if (!applies) return `${type} ${target}: has no such part`;
  if (struckAt === null) return `${type} ${target}: never injected`;
  const until = liftedAt === null ? 'never cleared' : `cleared ${showAt(liftedAt)}`;
  return `${type} ${target}: injected ${showAt(struckAt)}, ${until}, affected ${showCount(bites)}`;
};

/** Who else had the processors, as far as the system said. */
const machineInWords = (machine: RoundResult['machine']): string => {
  if (machine === null) return 'not looked at';
  const parts = [
    ['others', machine.others],
    ['hypervisor', machine.stolen],
    ['held back by a quota', machine.throttled],
    ['somebody waited', machine.waited],
  ] as const;
  return parts.flatMap(([what, share]) => (share === null ? [] : [`${what} ${showShare(share)}`])).join(', ');
};

const cellsOf = ({
  contestant,
  round,
  attempt,
  generator,
  machine,
  faults,
  valid,
  invalidReasons,
}: RoundResult) => [
  `${round}${attempt > 1 ? ` (attempt ${attempt})` : ''} ${contestant}`,
  `${showCount(generator.sent)} of ${showCount(generator.intended)} (${showShare(generator.achieved)})`,
  [generator.sendLag.p50, generator.sendLag.p99, generator.sendLag.max].map(showDuration).join(' / '),
  showDuration(generator.eventLoopDelay.p99),
  showCount(generator.inFlightPeak),
  generator.priority === null
    ? showShare(generator.cpuShare)
    : `${showShare(generator.cpuShare)}, priority ${generator.priority}`,
  machineInWords(machine),
  faults.length === 0 ? 'none' : faults.map(faultInWords).join('; '),
  valid ? 'valid' : `INVALID: ${invalidReasons.join(' ')}`,
];

/** Laws that a round broke and parts that ended by themselves, a sentence each; nothing where all was well. */
const troubles = ({ rounds }: RunResult): readonly string[] =>
  rounds.flatMap(({ contestant, round, laws = [], ended = [] }) => [
    ...laws
      .filter(({ holds }) => holds === false)
      .map(({ law, detail }) => `Round ${round} of ${contestant} breaks the law “${law}”: ${detail}`),
    ...ended.map(({ process, pid, signal, code, atMs, lastLines }) => {
      const how = signal === null ? `with code ${code ?? 'unknown'}` : `by ${signal}`;
      const last = lastLines.length === 0 ? '' : ` Its last lines: ${lastLines.join(' / ')}`;
      return `Round ${round} of ${contestant}: ${process} (pid ${pid}) ended by itself at ${showAt(atMs)}, ${how}.${last}`;
    }),
  ]);

/** A law that could not be judged neither held nor broke. */
const lawsKept = ({ rounds }: RunResult): string => {
  const laws = rounds.flatMap(({ laws: own = [] }) => own);
  if (laws.length === 0) return 'not looked at in this result';
  const of = (wanted: boolean | null): number => laws.filter(({ holds }) => holds === wanted).length;
  const [broken, open] = [of(false), of(null)];
  return [
    `${showCount(of(true))} hold`,
    ...(broken > 0 ? [`${showCount(broken)} broken`] : []),
    ...(open > 0 ? [`${showCount(open)} not judged`] : []),
  ].join(', ');
};

/** How far rounds of the same contestant lie apart: below this, a difference is noise. */
const noiseRows = ({ summary }: RunResult): string[][] =>
  Object.entries(summary.contestants).map(([name, { figures }]) => [
    name,
    ...['completed.p50 all', 'completed.p95 all', 'rate.completed all'].map((key) => {
      const values = (figures[key]?.values ?? []).filter((value) => value !== null);
      if (values.length < 2) return 'fewer than two rounds';
      const [low, high] = [Math.min(...values), Math.max(...values)];
      return showShare(high === 0 ? 0 : (high - low) / high);
    }),
  ]);

const troublesList = (items: readonly string[]): Html | '' =>
  items.length === 0 ? '' : html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;

/** Target against achieved, send lag, faults as they were, spread of the rounds, capacity, machine. */
export const validityPanel = (result: RunResult): Html => {
  const { rounds, environment, scenario, seed } = result;
  const capacity = scenario.contestants.map(({ name, style, capacity: own }) => {
    const parts = Object.entries(own).map(
      ([service, { instances, workers }]) => `${service} ${instances} × ${workers}`,
    );
    return html`<li><b>${name}</b> (style ${style}): ${parts.join(', ')}</li>`;
  });
  const machine = `${environment.cpuModel}, ${environment.cores} cores, ${Math.round(environment.memoryBytes / 2 ** 30)} GiB memory, ${environment.os}, Node ${environment.node}, ${environment.broker}, Tandem ${environment.tandem}; seed ${seed}, time scale ${scenario.scale}.`;
  const head = [
    'round',
    'sent of intended',
    'send lag p50 / p99 / max',
    'event-loop delay p99',
    'in flight at most',
    'CPU of a core',
    'the machine meanwhile',
    'faults',
    'verdict',
  ];
  return html`<p>The load generator watches itself. A round that it could not drive on time is invalid, which is not the same as slow.</p>
${plainTable('rounds', { head, rows: rounds.map(cellsOf) })}
<h3>Laws and parts</h3><p>Laws that every round is held to: ${lawsKept(result)}.</p>${troublesList(troubles(result))}
<h3>Noise floor: how far rounds of the same contestant lie apart</h3>
${plainTable('spread of the rounds', { head: ['contestant', 'completed p50', 'completed p95', 'completed rate'], rows: noiseRows(result) })}
<h3>Capacity: instances × workers</h3><ul>${capacity}</ul>
<h3>Machine</h3><p>${machine}</p>`;
};
