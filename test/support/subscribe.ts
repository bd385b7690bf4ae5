import { shippedWorkflow } from '../../src/scenario/workflow-file.ts';
import { meaningOf } from '../../src/workflow/meaning.ts';

/** The workflow that comes first, and what its effects mean. */
export const subscribe = shippedWorkflow('subscribe');
export const meaning = meaningOf(subscribe);

/** The service in whose ledger an effect belongs. */
export const homeOf = (effect: string): string => {
  const home = meaning.homeOf.get(effect);
  if (home === undefined) throw new Error(`subscribe has no effect ${effect}`);
  return home;
};
