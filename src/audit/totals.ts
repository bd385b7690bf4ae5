import { type OutcomeClass, type Outcomes, outcomeClasses } from '../result/outcomes.ts';
import { recordOf } from '../shared/names.ts';

/** Counts per class, in the order of `outcomeClasses`, and the counts that stand beside the classes. */
export interface Counts {
  readonly perClass: readonly number[];
  readonly sent: number;
  readonly duplicated: number;
  readonly doubleCharged: number;
  readonly unexpected: number;
  readonly misplaced: number;
  readonly outOfOrder: number;
  readonly foreignUser: number;
}

/** The client was told, and owes nothing. */
export const failedClasses: ReadonlySet<OutcomeClass> = new Set(['refused', 'compensated']);
/** Nobody was told the truth. */
export const lostClasses: ReadonlySet<OutcomeClass> = new Set([
  'dropped',
  'stranded',
  'vanished',
  'unresolved',
  'contradicted',
]);

/** Names the counts and adds the sums `failed`, `lost` and `unserved`. */
export const outcomesFrom = ({ perClass, ...beside }: Counts): Outcomes => {
  const classes = recordOf(outcomeClasses, (_, index) => perClass[index] ?? 0);
  const sumOf = (names: ReadonlySet<OutcomeClass>): number =>
    outcomeClasses.reduce((sum, name) => sum + (names.has(name) ? classes[name] : 0), 0);
  const failed = sumOf(failedClasses);
  const lost = sumOf(lostClasses);
  return { ...classes, ...beside, failed, lost, unserved: failed + lost };
};

/** Adds outcomes of several rounds. */
export const addOutcomes = (all: readonly Outcomes[]): Outcomes => {
  const sum = (key: keyof Outcomes): number =>
    all.reduce((total, outcomes) => total + (outcomes[key] ?? 0), 0);
  return outcomesFrom({
    perClass: outcomeClasses.map(sum),
    sent: sum('sent'),
    duplicated: sum('duplicated'),
    doubleCharged: sum('doubleCharged'),
    unexpected: sum('unexpected'),
    misplaced: sum('misplaced'),
    outOfOrder: sum('outOfOrder'),
    foreignUser: sum('foreignUser'),
  });
};
