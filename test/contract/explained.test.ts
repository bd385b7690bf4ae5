import { connect } from 'amqplib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseOf } from '../../src/harness/fleet.ts';
import { explainStyle } from '../../src/planning/explained.ts';
import type { RoundResult } from '../../src/result/round.ts';
import { shippedWorkflow } from '../../src/scenario/workflow-file.ts';
import type { Course } from '../../src/styles/explanation.ts';
import { styles } from '../../src/styles/index.ts';
import { layoutOf } from '../../src/styles/style.ts';
import type { Workflow } from '../../src/workflow/definition.ts';
import { readLedger } from '../../src/workflow/read-ledger.ts';
import { type Arena, openArena, roundOf } from '../support/arena.ts';
import { controlOf, listed } from '../support/rabbitmqctl.ts';

/** A service whose step fails, and has nothing to undo itself. */
const failing: Readonly<Record<string, string>> = { subscribe: 'recommendations', checkout: 'invoices' };
const cases = Object.keys(failing).flatMap((name) =>
  [...styles.keys()].map((style) => [name, style] as const),
);

/** One try of each call, so that counts tell of calls. */
const policiesOf = (style: string): string => {
  const has = (name: string): boolean => name in (styles.get(style)?.policies ?? {});
  return [
    ...(has('retries') ? ['timeout: 20s, retries: 0, breaker: none'] : []),
    ...(has('maxDeliveries') ? ['maxDeliveries: 2'] : []),
    ...(has('eventLog') ? ['eventLog: stream'] : []),
  ].join(', ');
};

const scenario = (workflow: string, style: string, fault = ''): string => `
title: explained
claim: what a style says that it does is what it does
why: it is computed and not written
workflow: ${workflow}
contestants:
  it: { style: ${style}, policies: { ${policiesOf(style)} } }
rounds: 1
load: { rate: 15/s, arrivals: constant, warmUp: 0ms, duration: 2s, drain: 60s, patience: 20s, declined: 30% }
${fault}
`;

let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
});
afterAll(async () => {
  await arena[Symbol.asyncDispose]();
});

type Rows = Readonly<Record<string, readonly string[]>>;

/** What a course leaves in the ledgers: effects by service, in their order. */
const rowsOf = ({ services }: Workflow, homeOf: (step: string) => string, { exchanges }: Course): Rows => {
  const deeds = exchanges.flatMap(({ does }) => does);
  return Object.fromEntries(
    Object.keys(services).map((service) => [
      service,
      deeds.flatMap(({ step, effect }) => (effect === null || homeOf(step) !== service ? [] : [effect])),
    ]),
  );
};

/** The ledgers of each request after a run. */
const ledgersIn = async (folder: string, { services }: Workflow): Promise<ReadonlyMap<string, Rows>> => {
  const found = new Map<string, Record<string, string[]>>();
  for (const service of Object.keys(services)) {
    for (const { requestId, effect } of (await readLedger(databaseOf(folder, service))).entries) {
      const own = found.get(requestId) ?? Object.fromEntries(Object.keys(services).map((one) => [one, []]));
      found.set(requestId, own);
      own[service]?.push(effect);
    }
  }
  return found;
};

/** The messages that a stream on the broker holds, as `request name`; resolves when it holds as many as are wanted. */
const messagesIn = async (wanted: number): Promise<readonly string[]> => {
  const [stream] = (await listed(controlOf(arena.broker), 'queues', '')).filter((name) =>
    name.endsWith('.log'),
  );
  if (stream === undefined) throw new Error('the broker has no stream');
  const connection = await connect(arena.broker.url);
  try {
    const channel = await connection.createChannel();
    await channel.prefetch(100);
    const read: string[] = [];
    await new Promise<void>((resolve) => {
      void channel.consume(
        stream,
        (message) => {
          if (message === null) return;
          channel.ack(message);
          const { requestId, event } = JSON.parse(message.content.toString());
          if (read.push(`${requestId} ${event}`) === wanted) resolve();
        },
        { arguments: { 'x-stream-offset': 'first' } },
      );
    });
    return read.toSorted();
  } finally {
    await connection.close();
  }
};

const isMessage = ({ kind }: Course['exchanges'][number]): boolean =>
  kind === 'event' || kind === 'command' || kind === 'reply';

/** Messages of a course, each once however many receive it. */
const published = ({ exchanges }: Course): readonly string[] => [
  ...new Set(exchanges.filter(isMessage).map(({ name }) => name)),
];

const callsTo = (courses: readonly Course[], role: string): number =>
  courses.flatMap(({ exchanges }) =>
    exchanges.filter(({ kind, from, to }) => kind === 'call' && from !== 'client' && to === role),
  ).length;

const counted = ({ counters }: RoundResult, name: string): number => counters[name] ?? 0;

interface Seen {
  readonly round: RoundResult;
  /** The course that each request took. */
  readonly taken: ReadonlyMap<string, Course>;
  readonly messages: readonly string[] | null;
}

const see = async (name: string, style: string, fault?: string): Promise<Seen> => {
  const workflow = shippedWorkflow(name);
  const { explanation } = await explainStyle(styles.get(style)!, workflow);
  const homeOf = (step: string): string =>
    workflow.steps.find((one) => [one.name, one.undo?.step, one.forbid.step].includes(step))?.service ??
    workflow.steps[0]!.service;
  const taken = new Map<string, Course>();
  let messages: readonly string[] | null = null;
  const result = await arena.run(scenario(name, style, fault), {
    beforeAudit: async (_, folder) => {
      for (const [request, rows] of await ledgersIn(folder, workflow)) {
        const course = explanation?.courses.find(
          (one) => JSON.stringify(rowsOf(workflow, homeOf, one)) === JSON.stringify(rows),
        );
        expect(course, `no course leaves ${JSON.stringify(rows)}`).toBeDefined();
        taken.set(request, course!);
      }
      const all = [...taken.values()].flatMap(published);
      if (withStream(style)) messages = await messagesIn(all.length);
    },
  });
  return { round: roundOf(result, 'it'), taken, messages };
};

const kindsIn = (taken: Seen['taken']): ReadonlySet<string> =>
  new Set([...taken.values()].map(({ kind }) => kind));

const expectCalls = ({ round, taken }: Seen, roles: readonly string[]): void => {
  const calls = (count: (role: string) => number) =>
    Object.fromEntries(roles.map((role) => [role, count(role)]));
  const courses = [...taken.values()];
  expect(calls((role) => counted(round, `http.requests.${role}`))).toEqual(
    calls((role) => callsTo(courses, role)),
  );
};

const goesWell = async (name: string, style: string): Promise<void> => {
  const seen = await see(name, style);
  expect(kindsIn(seen.taken)).toEqual(new Set(['good', 'declined']));
  expect(seen.taken.size).toBe(seen.round.outcomes.sent);
  expectCalls(seen, layoutOf(styles.get(style)!, shippedWorkflow(name)).services);
  const received = [...seen.taken.values()].flatMap(({ exchanges }) => exchanges.filter(isMessage));
  expect(counted(seen.round, 'amqp.deliveries')).toBe(received.length);
  if (seen.messages !== null)
    expect(seen.messages).toEqual(
      [...seen.taken]
        .flatMap(([request, course]) => published(course).map((event) => `${request} ${event}`))
        .toSorted(),
    );
};

const stepFails = async (name: string, style: string): Promise<void> => {
  const seen = await see(name, style, `faults: [{ at: 0s, for: 5s, error: ${failing[name] ?? ''} }]`);
  expect(kindsIn(seen.taken)).toContain('failed');
  expect(seen.taken.size).toBe(seen.round.outcomes.sent);
  expectCalls(seen, layoutOf(styles.get(style)!, shippedWorkflow(name)).services);
};

/** The stream of a round is found by its being the only one. */
const withStream = (style: string): boolean => policiesOf(style).includes('stream');
const others = cases.filter(([, style]) => !withStream(style));
const streaming = cases.filter(([, style]) => withStream(style));

describe.concurrent('what real processes do is what their style says', () => {
  it.each(others)('%s as %s, when all goes well or somebody says no', goesWell);
  it.each(others)('%s as %s, when a step fails', stepFails);
});

describe('so do their messages, by name', () => {
  it.each(streaming)('%s as %s, when all goes well or somebody says no', goesWell);
  it.each(streaming)('%s as %s, when a step fails', stepFails);
});
