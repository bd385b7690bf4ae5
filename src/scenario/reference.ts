import type { RoundResult } from '../result/round.ts';
import { slicesRefusal } from './measure.ts';
import type { Contestant, Scenario } from './scenario.ts';

/** Another build of this program whose services run beside ours. */
export interface Build {
  /** How contestants and people call it, for instance `main`; part of file names. */
  readonly label: string;
  /** Folder that holds its `dist/`. */
  readonly root: string;
}

/** Names in a scenario cannot hold this sign, so it parts the name from the label without doubt. */
const sign = '@';

/** `events@main` for `events`. */
const referenceName = (contestant: string, label: string): string => `${contestant}${sign}${label}`;

export const isReference = ({ servicesFrom }: Pick<Contestant, 'servicesFrom'>): boolean =>
  servicesFrom !== undefined;

/**
 * Every contestant twice, first with the services of the other build. Where nothing but the load happens, both builds of a contestant are
 * under the same load at the same time (duet benchmarking, Bulej et al. 2020); elsewhere their rounds are interleaved. Either way, whatever
 * the machine does happens to both. Load, faults and audit are this build's for both.
 */
export const withReference = (scenario: Scenario, { label, root }: Build): Scenario => ({
  ...scenario,
  measure: slicesRefusal(scenario) === null ? 'duet' : 'rounds',
  contestants: scenario.contestants.flatMap((contestant) => [
    { ...contestant, name: referenceName(contestant.name, label), servicesFrom: root },
    contestant,
  ]),
});

/** The rounds of the other build under the names of their twins: what `baseline` means in such a run. */
export const referenceRounds = (rounds: readonly RoundResult[]): readonly RoundResult[] =>
  rounds
    .filter(({ contestant }) => contestant.includes(sign))
    .map((round) => ({ ...round, contestant: round.contestant.slice(0, round.contestant.indexOf(sign)) }));
