import fc from 'fast-check';
import type { AuditInput } from '../../src/audit/audit.ts';
import { answers, cutOff, notices } from '../../src/load/ticket.ts';
import { emptyTickets } from '../../src/load/ticket-columns.ts';
import { ancestorsOf, type Workflow, type WorkflowStep } from '../../src/workflow/definition.ts';
import { meaningOf } from '../../src/workflow/meaning.ts';
import type { LedgerEntry } from '../../src/workflow/order.ts';

const originMs = 50_000;

/** What became of a request before anything was falsified. */
const courses = ['nothing', 'begun', 'all', 'undone', 'declined', 'anything'] as const;

/** What may be wrong with one row of a request. */
const edits = [
  'dropped',
  'repeated',
  'paid again',
  'added',
  'moved',
  'in another ledger',
  'by another process',
  'for another user',
  'for another plan',
  'begun early',
  'begun a moment early',
  'committed late',
  'unknown',
  'forbidden',
] as const;

interface Edit {
  readonly kind: (typeof edits)[number];
  readonly row: number;
  readonly number: number;
}

/** One request, by numbers that mean something for any workflow. */
export interface Draft {
  readonly course: (typeof courses)[number];
  readonly numbers: readonly number[];
  readonly edits: readonly Edit[];
  /** null: what an honest style would say of the course. */
  readonly answer: (typeof answers)[number] | null;
  readonly notice: (typeof notices)[number] | null;
  readonly asksByMessage: boolean;
  readonly isSent: boolean;
  readonly open: 'no' | 'queued' | 'cut off';
  /** When the client is told, before or after the last effect, ms. */
  readonly toldAfter: number;
}

export interface RoundDraft {
  readonly requests: readonly Draft[];
  readonly foreign: readonly { readonly id: number; readonly effect: number }[];
  readonly byLedger: boolean;
  readonly knowsUsers: boolean;
  readonly isReadable: boolean;
}

const often = <T>(usual: T, ...rare: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: fc.constantFrom(...rare) });

const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom(...edits),
  row: fc.nat({ max: 40 }),
  number: fc.nat({ max: 60 }),
});

const request: fc.Arbitrary<Draft> = fc.record({
  course: fc.constantFrom(...courses),
  numbers: fc.array(fc.nat({ max: 40 }), { minLength: 2, maxLength: 8 }),
  edits: fc.oneof(fc.constant([]), fc.array(edit, { maxLength: 3 })),
  answer: fc.oneof(fc.constant(null), fc.constantFrom(...answers)),
  notice: fc.oneof(
    { weight: 2, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom(...notices) },
  ),
  asksByMessage: fc.boolean(),
  isSent: often(true, false),
  open: often('no', 'queued', 'cut off'),
  toldAfter: fc.oneof(fc.constant(3), fc.integer({ min: -30, max: 10 })),
});

export const anyRound: fc.Arbitrary<RoundDraft> = fc.record({
  requests: fc.array(request, { maxLength: 14 }),
  foreign: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(fc.record({ id: fc.nat(), effect: fc.nat() }), { maxLength: 6 }) },
  ),
  byLedger: fc.boolean(),
  knowsUsers: fc.boolean(),
  isReadable: often(true, true, true, false),
});

const pick = <T>(list: readonly T[], number: number): T => list[number % list.length]!;

const successOf = ({ notices: told }: Workflow, step: WorkflowStep): string =>
  step.role === 'tells' ? told.ready.effect : step.effect;

/** The effects of a request whose step `failed` ended with `end`: what was done is taken back, and the user told. */
const takenBack = (
  { steps, notices: told }: Workflow,
  done: readonly WorkflowStep[],
  end: readonly string[],
  notice: 'failed' | 'declined',
): readonly string[] => [
  ...done.map(({ effect }) => effect),
  ...end,
  ...done.flatMap(({ undo }) => undo?.effect ?? []),
  ...(done.some(({ role }) => role === 'puts-in-force')
    ? []
    : steps.flatMap(({ role, undo }) => (role === 'puts-in-force' ? (undo?.effect ?? []) : []))),
  told[notice].effect,
];

const effectsOf = (
  workflow: Workflow,
  { course, numbers: [one = 0, ...others] }: Draft,
): readonly string[] => {
  const { steps } = workflow;
  const cut = one % (steps.length + 1);
  const begun = steps.slice(0, cut).filter(({ role }) => role !== 'tells');
  const decliners = steps.filter(({ declined }) => declined !== null);
  const no = decliners.length === 0 ? null : pick(decliners, one);
  switch (course) {
    case 'nothing':
      return [];
    case 'begun':
      return steps.slice(0, cut).map((step) => successOf(workflow, step));
    case 'all':
      return steps.map((step) => successOf(workflow, step));
    case 'declined': {
      if (no === null) return takenBack(workflow, begun, [], 'declined');
      const before = ancestorsOf(workflow, no.name);
      return takenBack(
        workflow,
        steps.filter(({ name }) => before.has(name)),
        [no.declined ?? ''],
        'declined',
      );
    }
    case 'undone':
      return takenBack(workflow, begun, [], 'failed');
    case 'anything':
      return others.map((number) => pick(meaningOf(workflow).effects, number));
  }
};

const honestAnswer = ({ course, asksByMessage }: Draft): (typeof answers)[number] => {
  if (asksByMessage) return course === 'nothing' ? 'error' : 'accepted';
  if (course === 'all') return 'active';
  if (course === 'declined') return 'declined';
  return course === 'nothing' ? 'none' : 'error';
};

const honestNotice = ({ course, asksByMessage }: Draft): (typeof notices)[number] => {
  if (!asksByMessage) return 'none';
  if (course === 'all') return 'ready';
  if (course === 'declined') return 'declined';
  return course === 'undone' ? 'failed' : 'none';
};

const rowsOf = (
  workflow: Workflow,
  draft: Draft,
  requestId: string,
  sentAt: number,
): readonly LedgerEntry[] => {
  const { effects, homeOf, money } = meaningOf(workflow);
  const services = Object.keys(workflow.services);
  const rowOf = (effect: string, at: number): LedgerEntry => {
    const service = homeOf.get(effect) ?? pick(services, at);
    const stamps = { receivedAt: at - 3, startedAt: at - 2, at };
    return {
      service,
      requestId,
      userId: 'user-1',
      plan: 'basic',
      payload: '',
      effect,
      instance: `${service}-1`,
      draw: 1,
      ...stamps,
    };
  };
  const rows = effectsOf(workflow, draft).map((effect, place) =>
    rowOf(effect, originMs + sentAt + 4 + place * 4),
  );
  for (const { kind, row, number } of draft.edits) {
    const place = rows.length === 0 ? 0 : row % rows.length;
    const old = rows[place];
    const at = old?.at ?? originMs + sentAt + 5;
    if (kind === 'added') rows.splice(row % (rows.length + 1), 0, rowOf(pick(effects, number), at + 1));
    if (kind === 'paid again' && money !== null) rows.push(rowOf(money.done, at + 1));
    if (kind === 'forbidden') {
      const { service, forbid } = pick(workflow.steps, number);
      rows.push({ ...rowOf(forbid.effect, at + 1), service, instance: `${service}-1` });
    }
    if (kind === 'unknown') rows.splice(row % (rows.length + 1), 0, rowOf('no-effect-of-ours', at + 1));
    if (old === undefined) continue;
    const service = pick(services, number);
    if (kind === 'dropped') rows.splice(place, 1);
    if (kind === 'repeated') rows.splice(place, 0, { ...old, at: at + 1 });
    if (kind === 'moved') {
      rows.splice(place, 1);
      rows.splice(number % (rows.length + 1), 0, old);
    }
    if (kind === 'in another ledger') rows[place] = { ...old, service };
    if (kind === 'by another process')
      rows[place] = { ...old, instance: pick([`${service}-2`, `${service}1`, service], row) };
    if (kind === 'for another user') rows[place] = { ...old, userId: 'user-2' };
    if (kind === 'for another plan') rows[place] = { ...old, plan: 'premium' };
    if (kind === 'begun early') rows[place] = { ...old, startedAt: old.startedAt - number };
    if (kind === 'begun a moment early') rows[place] = { ...old, startedAt: old.startedAt - (number % 4) };
    if (kind === 'committed late') rows[place] = { ...old, at: at + number };
  }
  return rows;
};

/** What the audit is given for a round of a workflow. */
export const inputOf = (workflow: Workflow, round: RoundDraft): AuditInput => {
  const { requests, foreign, byLedger, knowsUsers, isReadable } = round;
  const dueAt = Float64Array.from(requests, (_, index) => index * 10 - 20);
  const tickets = emptyTickets('r1-', dueAt, ['', 'timeout', cutOff]);
  const { effects, homeOf } = meaningOf(workflow);
  const entries: LedgerEntry[] = [];
  for (const [index, draft] of requests.entries()) {
    const sentAt = dueAt[index]! + 1;
    const rows = rowsOf(workflow, draft, `r1-${index}`, sentAt);
    entries.push(...rows);
    if (!draft.isSent) continue;
    const toldAt = Math.max(sentAt, ...rows.map(({ at }) => at - originMs)) + draft.toldAfter;
    const answer = draft.answer ?? honestAnswer(draft);
    const notice = draft.notice ?? honestNotice(draft);
    tickets.sentAt[index] = sentAt;
    tickets.answer[index] = answers.indexOf(answer);
    tickets.notice[index] = notices.indexOf(notice);
    if (answer !== 'none')
      tickets.answeredAt[index] = answer === 'accepted' ? Math.min(sentAt + 6, toldAt + 6) : toldAt;
    if (notice !== 'none') tickets.completedAt[index] = toldAt;
    if (answer === 'none') tickets.error[index] = draft.open === 'cut off' ? 2 : 1;
  }
  for (const { id, effect } of foreign) {
    const requestId = pick(['r2-0', 'r1-', 'r1-999', 'r1-00', 'r1-x', 'r10'], id);
    const name = pick(effects, effect);
    const service = homeOf.get(name) ?? '';
    const rest = { userId: 'user-9', plan: 'basic', payload: '', instance: `${service}-1`, draw: 1 };
    entries.push({
      service,
      requestId,
      effect: name,
      ...rest,
      receivedAt: originMs,
      startedAt: originMs,
      at: originMs,
    });
  }
  const ledgers = Object.keys(workflow.services);
  const read = byLedger
    ? ledgers.flatMap((service) => entries.filter((entry) => entry.service === service))
    : entries;
  const queued = new Set(requests.flatMap(({ open }, index) => (open === 'queued' ? [`r1-${index}`] : [])));
  return {
    workflow,
    tickets,
    entries: read,
    queued,
    originMs,
    drained: queued.size === 0,
    ...(knowsUsers ? { orderOf: () => ({ userId: 'user-1', plan: 'basic' }) } : {}),
    ...(isReadable ? {} : { unreadable: ['a ledger: disk I/O error'] }),
  };
};
