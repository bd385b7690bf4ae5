import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainAnswers } from '../../test/support/advice-runs.ts';
import { catalogue } from '../scenario/catalogue.ts';
import { parseScenario } from '../scenario/load.ts';
import { undecidables } from '../verdicts/decidable.ts';
import type { Answers } from './answers.ts';
import { partsOf } from './layout.ts';
import { requirementsOf } from './requirements.ts';
import { scenarioText } from './scenario-text.ts';

const options = { rounds: 3, schema: '../schemas/scenario.schema.json' };
const load = (answers: Answers) => parseScenario(scenarioText(answers, options), '/a/advice.yaml', catalogue);

const everything: Answers = {
  ...plainAnswers,
  peak: { perSecond: 200, forMs: 10_000 },
  toldWithinMs: 45_500,
  mayLose: 0,
  mayFail: 0.001,
  outage: { forMs: 20_000, everyMs: 86_400_000 },
  slow: { addMs: 2_000, forMs: 30_000, everyMs: 3_600_000 },
  broker: { forMs: 10_000, everyMs: 30 * 86_400_000 },
};

describe('the scenario of answers', () => {
  it('reads as recorded', async () => {
    await expect(scenarioText(everything, options)).toMatchFileSnapshot('golden/everything.yaml');
  });

  it('is one that `tandem run` takes, with everything that was said', () => {
    const scenario = load(everything);
    expect(scenario).toMatchObject({
      rounds: 3,
      services: { payments: { workers: 32, work: { medianMs: 20, p99Ms: 80 } } },
      contestants: [{ style: 'http' }, { style: 'hybrid' }, { style: 'events' }],
    });
    expect(scenario.faults.map(({ type }) => type)).toEqual(['crash', 'latency', 'broker-crash']);
    expect(scenario.load.stages.flatMap(({ name }) => name ?? [])).toEqual([...partsOf(everything)]);
  });

  it('gives slow steps callers who wait for them', () => {
    const [http] = load({ ...plainAnswers, work: { medianMs: 1_000, p99Ms: 4_000 } }).contestants;
    expect(http?.policies).toMatchObject({ timeoutMs: 8_000 });
  });

  const trouble = (most: number) =>
    fc.option(
      fc.record({
        forMs: fc.integer({ min: 500, max: most }),
        everyMs: fc.integer({ min: 60_000, max: 9e9 }),
      }),
    );
  const anyAnswers: fc.Arbitrary<Answers> = fc
    .record({
      perSecond: fc.integer({ min: 5, max: 500 }),
      hasPeak: fc.boolean(),
      times: fc.integer({ min: 2, max: 6 }),
      inAnswer: fc.boolean(),
      toldWithinMs: fc.integer({ min: 100, max: 600_000 }),
      mayLose: fc.constantFrom(0, 0.0001, 0.001, 1),
      mayFail: fc.constantFrom(0, 0.001, 0.07, 1),
      outage: trouble(50_000),
      slow: trouble(50_000),
      broker: trouble(50_000),
      workers: fc.integer({ min: 1, max: 100 }),
    })
    .map(({ hasPeak, times, slow, ...said }) => ({
      ...plainAnswers,
      ...said,
      work: { medianMs: 1, p99Ms: 2 },
      slow: slow === null ? null : { ...slow, addMs: 123 },
      peak: hasPeak ? { perSecond: said.perSecond * times, forMs: 60_000 } : null,
    }));

  it('loads for whatever may be answered, and no run of it leaves a requirement undecided for want of requests', () => {
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        const scenario = load(answers);
        expect(undecidables(scenario, 'missing')).toEqual([]);
        expect(scenario.budgets.map(({ text }) => text)).toEqual(
          requirementsOf(answers).map(({ budget }) => budget),
        );
      }),
      { numRuns: 200 },
    );
  });
});
