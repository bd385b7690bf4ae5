import { UsageError } from '../shared/errors.ts';
import { lengthOf } from '../shared/stages.ts';
import type { Scenario } from './scenario.ts';

/**
 * The scenario's contestants and services under a closed loop of so many connections, for as long as its load lasts. Its
 * hypotheses and budgets speak of another load and are left out, unless it is a saturation already. Throws where there
 * are faults.
 */
export const saturated = (scenario: Scenario, connections: number): Scenario => {
  const { file, load, faults, contestants } = scenario;
  if (faults.length > 0) {
    const reason = 'its closed loop (autocannon) loses count of its requests when connections are reset';
    throw new UsageError(
      `${file}: saturation needs healthy services: ${reason}; take a scenario without faults, or \`tandem run\` this one`,
    );
  }
  const { client, sequence, ...once } = load;
  const other = client !== undefined ? 'client' : sequence !== undefined ? 'sequence' : null;
  if (other !== null)
    throw new UsageError(
      `${file}: \`load.${other}\` says what a user does next, and a closed loop sends the next request at once: take it out, or \`tandem run\` this one`,
    );
  const forMs = lengthOf(load.stages);
  const closedLoop = { ...once, stages: [{ perSecond: 0, forMs }], saturate: { connections } };
  if (load.saturate !== null) return { ...scenario, measure: 'rounds', load: closedLoop };
  return {
    ...scenario,
    name: `${scenario.name}-saturated`,
    title: `${scenario.title}: saturated`,
    claim: `How many requests each contestant takes and completes with ${connections} connections that are always busy.`,
    why: 'A closed loop: the next request of a connection waits for the answer to the last. It has no due times.',
    contestants: contestants.map(({ own: { perSecond: _rate, ...own }, ...rest }) => ({ ...rest, own })),
    measure: 'rounds',
    load: closedLoop,
    hypotheses: [],
    budgets: [],
  };
};
