import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { shippedWorkflow } from '../scenario/workflow-file.ts';
import type { Course, Explanation } from '../styles/explanation.ts';
import { styles } from '../styles/index.ts';
import { layoutOf } from '../styles/style.ts';
import { courseMermaid } from './explain-mermaid.ts';
import { courseTable } from './explain-table.ts';
import { coursesToShow, explainStyle, takenBackIn, toldIn } from './explained.ts';

const styleNamed = (name: string) => styles.get(name)!;

const explanationOf = async (name: string, style: string, policies = {}): Promise<Explanation> => {
  const { explanation, problem } = await explainStyle(styleNamed(style), shippedWorkflow(name), policies);
  expect(problem).toBeNull();
  return explanation!;
};

const courseOf = ({ courses }: Explanation, kind: Course['kind'], step: string | null = null): Course =>
  courses.find((course) => course.kind === kind && course.step === step)!;

/** `from > to: name` of each exchange of some kind. */
const lines = ({ exchanges }: Course, ...kinds: readonly string[]): readonly string[] =>
  exchanges
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ from, to, name }) => `${from} > ${to}: ${name}`);

describe.each(['subscribe', 'checkout'])('%s', (name) => {
  it.each([...styles.keys()])('as %s', async (style) => {
    const workflow = shippedWorkflow(name);
    const explanation = await explanationOf(name, style);
    const { services } = layoutOf(styleNamed(style), workflow);
    const tables = explanation.courses.map((course) => courseTable(workflow, course));
    const diagrams = coursesToShow(explanation).map((course) => courseMermaid(course, services));
    await expect(`${[...tables, ...diagrams].join('\n\n')}\n`).toMatchFileSnapshot(
      fileURLToPath(new URL(`./golden/${name}.${style}.txt`, import.meta.url)),
    );
  });
});

describe('subscribe is as the articles describe it', () => {
  it('by events', async () => {
    const explanation = await explanationOf('subscribe', 'events');
    expect(lines(courseOf(explanation, 'good'), 'event', 'update')).toEqual([
      'subscriptions > payments: UserSubscribed',
      'payments > subscriptions: PaymentCompleted',
      'payments > recommendations: PaymentCompleted',
      'recommendations > notifications: RecommendationsReady',
      'notifications > client: ready',
    ]);
    expect(lines(courseOf(explanation, 'declined', 'charge'), 'event', 'update')).toEqual([
      'subscriptions > payments: UserSubscribed',
      'payments > subscriptions: PaymentFailed',
      'payments > notifications: PaymentFailed',
      'notifications > client: declined',
    ]);
  });
  it('by calls, and puts in force on the way back', async () => {
    const good = courseOf(await explanationOf('subscribe', 'http'), 'good');
    expect(lines(good, 'call')).toEqual([
      'client > subscriptions: POST /subscriptions',
      'subscriptions > payments: POST /charges',
      'payments > recommendations: POST /recommendations',
      'recommendations > notifications: POST /notices',
    ]);
    expect(good.exchanges.find(({ does }) => does.some(({ step }) => step === 'activate'))).toMatchObject({
      from: 'payments',
      to: 'subscriptions',
      kind: 'answer',
    });
  });
});

describe('what is explained', () => {
  const checkout = shippedWorkflow('checkout');

  it('waits where branches meet, and names only what it waits for at last', async () => {
    const { exchanges } = courseOf(await explanationOf('checkout', 'events'), 'good');
    const shipped = exchanges.findIndex(({ name }) => name === 'ParcelShipped');
    const causes = exchanges[shipped]!.after.map((place) => exchanges[place]!.name);
    expect(causes.toSorted()).toEqual(['InvoiceWritten', 'ParcelPacked']);
    expect(exchanges.flatMap(({ awaits }) => awaits)).toHaveLength(1);
  });

  it.each([...styles.keys()])('undoes all that was done when the last step of %s fails', async (style) => {
    const course = courseOf(await explanationOf('checkout', style), 'failed', 'ship');
    expect(takenBackIn(checkout, course).undone.toSorted()).toEqual([
      'order-cancelled (orders)',
      'paid-back (payments)',
      'released (stock)',
    ]);
    expect(toldIn(course).some((what) => /failed/.test(what))).toBe(true);
  });

  it('undoes nothing by calls without compensation', async () => {
    const explanation = await explanationOf('checkout', 'http', { compensation: false });
    const course = courseOf(explanation, 'failed', 'ship');
    expect(takenBackIn(checkout, course)).toEqual({ undone: [], forbidden: [] });
  });

  it('calls as far as a policy says', async () => {
    const callsOf = async (callsUntil: string): Promise<readonly string[]> =>
      lines(courseOf(await explanationOf('checkout', 'hybrid', { callsUntil }), 'good'), 'call').slice(1);
    expect(await callsOf('reserve')).toEqual(['orders > stock: POST /reservations']);
    expect(await callsOf('pay')).toHaveLength(2);
    const refused = await explainStyle(styleNamed('hybrid'), checkout, { callsUntil: 'tell' });
    expect(refused).toMatchObject({
      explanation: null,
      problem: expect.stringContaining('callsUntil: tell'),
    });
  });

  it('shows the failure that is asked for', async () => {
    const explanation = await explanationOf('checkout', 'saga');
    expect(coursesToShow(explanation).map(({ step }) => step)).toEqual([null, 'pay', 'ship']);
    expect(coursesToShow(explanation, 'reserve').at(-1)?.step).toBe('reserve');
    expect(() => coursesToShow(explanation, 'tell')).toThrow('--failing tell');
  });

  it('gives Mermaid names that it can read', async () => {
    const { courses } = await explanationOf('chain-of-2', 'events');
    const diagram = courseMermaid(courses[0]!, ['front', 'hop-1', 'hop-2', 'notices']);
    expect(diagram).toContain('participant p2 as hop-1');
    expect(diagram).toContain('  front-)p2: RequestOpened');
  });
});
