import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyWorkflow } from '../../test/support/generated-workflows.ts';
import { type OracleRequest, type OracleRow, oracle } from '../../test/support/outcome-oracle.ts';
import { answers, notices, type Tickets } from '../load/ticket.ts';
import { outcomeClasses } from '../result/outcomes.ts';
import { definitionProblems } from '../workflow/check.ts';
import type { Workflow } from '../workflow/definition.ts';
import { meaningOf } from '../workflow/meaning.ts';
import type { LedgerEntry } from '../workflow/order.ts';
import { type AuditResult, audit } from './audit.ts';

const originMs = 10_000;

/** One draw of a request: numbers that become rows of whatever workflow they are read with. */
interface DrawnRequest {
  readonly answer: number;
  readonly notice: number;
  readonly answeredAfter: number;
  readonly noticedAfter: number;
  readonly queued: boolean;
  readonly rows: readonly {
    readonly effect: number;
    readonly lasts: number;
    readonly gap: number;
    readonly strange: number;
  }[];
}

const anyRequest = fc.record<DrawnRequest>({
  answer: fc.nat(answers.length - 1),
  notice: fc.nat(notices.length - 1),
  answeredAfter: fc.nat(120),
  noticedAfter: fc.nat(200),
  queued: fc.boolean(),
  rows: fc.array(fc.record({ effect: fc.nat(200), lasts: fc.nat(8), gap: fc.nat(12), strange: fc.nat(40) }), {
    maxLength: 14,
  }),
});

const rowsOf = (workflow: Workflow, { rows }: DrawnRequest, dueAt: number): readonly OracleRow[] => {
  const { effects, homeOf } = meaningOf(workflow);
  let at = dueAt;
  return rows.map(({ effect: drawn, lasts, gap, strange }) => {
    at += gap;
    const effect = effects[drawn % effects.length]!;
    const home = homeOf.get(effect)!;
    // Now and then in the books of another service, or by a process of one.
    const service = strange === 1 ? 'elsewhere' : home;
    const instance = strange === 2 ? 'elsewhere-1' : `${service}-1`;
    return { service, instance, effect, startedAt: at - lasts, at };
  });
};

const requestOf = (workflow: Workflow, drawn: DrawnRequest, index: number): OracleRequest => {
  const dueAt = index * 1_000;
  return {
    answer: answers[drawn.answer]!,
    notice: notices[drawn.notice]!,
    sentAt: dueAt,
    answeredAt: dueAt + drawn.answeredAfter,
    noticedAt: dueAt + drawn.noticedAfter,
    queued: drawn.queued,
    rows: rowsOf(workflow, drawn, dueAt),
  };
};

const ticketsOf = (requests: readonly OracleRequest[]): Tickets => ({
  idPrefix: 'g-',
  count: requests.length,
  dueAt: Float64Array.from(requests, ({ sentAt }) => sentAt),
  sentAt: Float64Array.from(requests, ({ sentAt }) => sentAt),
  answeredAt: Float64Array.from(requests, ({ answer, answeredAt }) =>
    answer === 'none' ? Number.NaN : answeredAt,
  ),
  completedAt: Float64Array.from(requests, ({ notice, noticedAt }) =>
    notice === 'none' ? Number.NaN : noticedAt,
  ),
  status: new Uint16Array(requests.length),
  answer: Uint8Array.from(requests, ({ answer }) => answers.indexOf(answer)),
  notice: Uint8Array.from(requests, ({ notice }) => notices.indexOf(notice)),
  error: new Uint8Array(requests.length),
  errors: [''],
});

const entriesOf = (requests: readonly OracleRequest[]): readonly LedgerEntry[] =>
  requests.flatMap(({ rows }, index) =>
    rows.map(({ startedAt, at, ...row }) => ({
      ...row,
      requestId: `g-${index}`,
      userId: 'u',
      plan: 'p',
      payload: '',
      draw: 1,
      receivedAt: originMs + startedAt,
      startedAt: originMs + startedAt,
      at: originMs + at,
    })),
  );

const audited = (workflow: Workflow, requests: readonly OracleRequest[]): AuditResult =>
  audit({
    workflow,
    tickets: ticketsOf(requests),
    entries: entriesOf(requests),
    queued: new Set(requests.flatMap(({ queued }, index) => (queued ? [`g-${index}`] : []))),
    originMs,
    drained: false,
  });

/** The requests of a workflow that was carried out as it says, in some order that it allows. */
const perfect = (workflow: Workflow, order: readonly number[], index: number): OracleRequest => {
  const left = [...workflow.steps];
  const done = new Set<string>();
  const rows: OracleRow[] = [];
  let at = index * 1_000;
  for (let turn = 0; left.length > 0; turn += 1) {
    const ready = left.filter(({ after }) => after.every((cause) => done.has(cause)));
    const step = ready[(order[turn % order.length] ?? 0) % ready.length]!;
    left.splice(left.indexOf(step), 1);
    done.add(step.name);
    at += 5;
    const effect = step.role === 'tells' ? workflow.notices.ready.effect : step.effect;
    rows.push({ service: step.service, instance: `${step.service}-1`, effect, startedAt: at - 1, at });
  }
  return {
    answer: 'accepted',
    notice: 'ready',
    sentAt: index * 1_000,
    answeredAt: at + 1,
    noticedAt: at + 1,
    queued: false,
    rows,
  };
};

const runs = 2_000;

describe('the audit of any workflow', () => {
  it('agrees with the oracle about every request of any history', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(anyWorkflow, fc.array(anyRequest, { minLength: 1, maxLength: 6 }), (workflow, drawn) => {
        expect(definitionProblems(workflow)).toEqual([]);
        const requests = drawn.map((one, index) => requestOf(workflow, one, index));
        const verdicts = requests.map((request) => oracle(workflow, request));
        const result = audited(workflow, requests);
        expect([...result.classes].map((outcome) => outcomeClasses[outcome])).toEqual(
          verdicts.map(({ outcome }) => outcome),
        );
        const count = (is: (verdict: (typeof verdicts)[number]) => boolean): number =>
          verdicts.filter(is).length;
        expect(result.outcomes).toMatchObject({
          sent: requests.length,
          duplicated: count(({ duplicated }) => duplicated),
          doubleCharged: count(({ doubleCharged }) => doubleCharged),
          misplaced: count(({ misplaced }) => misplaced),
          outOfOrder: count(({ outOfOrder }) => outOfOrder),
        });
        for (const { outcome } of verdicts) seen.add(outcome);
      }),
      { numRuns: runs },
    );
    // A generator that never makes a class would prove nothing of it.
    expect([...seen]).toEqual(
      expect.arrayContaining(outcomeClasses.filter((name) => name !== 'completed' && name !== 'recovered')),
    );
  });

  it('finds every request completed, and in order, that was carried out as its workflow says', () => {
    fc.assert(
      fc.property(
        anyWorkflow,
        fc.array(fc.array(fc.nat(50), { minLength: 1 }), { minLength: 1, maxLength: 4 }),
        (workflow, orders) => {
          const requests = orders.map((order, index) => perfect(workflow, order, index));
          const { outcomes, money } = audited(workflow, requests);
          expect(outcomes).toMatchObject({
            completed: requests.length,
            duplicated: 0,
            misplaced: 0,
            outOfOrder: 0,
            lost: 0,
          });
          expect(money).toMatchObject({ balanced: true, active: requests.length });
          for (const request of requests)
            expect(oracle(workflow, request)).toMatchObject({ outcome: 'completed', outOfOrder: false });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('finds out every required effect that is missing from a request that was told it is done', () => {
    fc.assert(
      fc.property(
        anyWorkflow,
        fc.array(fc.nat(50), { minLength: 1 }),
        fc.nat(20),
        (workflow, order, missing) => {
          const request = perfect(workflow, order, 0);
          const { required } = meaningOf(workflow);
          const gone = required[missing % required.length]!;
          const rows = request.rows.filter(({ effect }) => effect !== gone);
          const { outcomes } = audited(workflow, [{ ...request, rows }]);
          expect(outcomes.completed).toBe(0);
          expect(outcomes.lost).toBe(1);
        },
      ),
      { numRuns: 500 },
    );
  });
});
