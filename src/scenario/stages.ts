import { z } from 'zod';
import { curveOf, type Stage, shapes } from '../load/shapes/index.ts';
import { clip } from '../shared/clip.ts';
import { period, rateOrNone, whole } from '../shared/fields.ts';
import { limits } from '../shared/limits.ts';
import { suggest } from '../shared/near-miss.ts';
import type { ScenarioDocument } from './document.ts';
import { problemsOf } from './issues.ts';
import type { Problem } from './problem.ts';

const name = z
  .string({ error: () => 'expected a name' })
  .regex(/^[a-z][a-z0-9-]*$/, { error: () => 'expected a name of small letters, digits and hyphens' })
  .max(limits.nameLength, { error: () => `expected a name of at most ${limits.nameLength} characters` })
  .optional();

const common = { for: period, name };

const plain = z.strictObject({
  rate: rateOrNone.describe('at its start, where `to` says what it becomes'),
  to: rateOrNone.optional().describe('at its end, reached in a straight line'),
  ...common,
});

const shapedSchema = (type: string, settings: z.ZodType) => z.strictObject({ [type]: settings, ...common });

const single = [plain, ...[...shapes].map(([type, { settings }]) => shapedSchema(type, settings))] as const;

const repeated = <S extends z.ZodType>(stage: S) =>
  z.strictObject({
    repeat: whole(2, limits.entries).describe('how often the stages follow one another'),
    stages: z.array(stage).min(1, { error: () => 'expected at least one stage' }),
  });

/** An entry of `stages`, for editors. */
export const stageSchema = z.union([...single, repeated(z.union(single))]);

interface Read {
  readonly stages: readonly Stage[];
  readonly problems: readonly Problem[];
}

type Path = readonly PropertyKey[];

const kinds = ['rate', ...shapes.keys()];

const readShaped = (type: string, written: object, path: Path, document: ScenarioDocument): Read => {
  const shape = shapes.get(type);
  if (shape === undefined) return { stages: [], problems: [] };
  const schema = shapedSchema(type, shape.settings);
  const parsed = schema.safeParse(written);
  if (!parsed.success) return { stages: [], problems: problemsOf(parsed.error, schema, document, path) };
  const { for: forMs, name: called } = z.object(common).parse(written);
  const keys: Readonly<Record<string, unknown>> = parsed.data;
  const settings = keys[type];
  const begin = shape.curve(settings).rateAt(0);
  const stage = {
    perSecond: begin,
    forMs,
    shape: { type, settings },
    ...(called === undefined ? {} : { name: called }),
  };
  return { stages: [stage], problems: [] };
};

const readPlain = (written: object, path: Path, document: ScenarioDocument): Read => {
  const parsed = plain.safeParse(written);
  if (!parsed.success) return { stages: [], problems: problemsOf(parsed.error, plain, document, path) };
  const { rate: perSecond, to, for: forMs, name: called } = parsed.data;
  const stage = {
    perSecond,
    forMs,
    ...(to === undefined ? {} : { toPerSecond: to }),
    ...(called === undefined ? {} : { name: called }),
  };
  return { stages: [stage], problems: [] };
};

const readOne = (written: unknown, path: Path, document: ScenarioDocument, mayRepeat: boolean): Read => {
  const wrong = (problem: Problem): Read => ({ stages: [], problems: [problem] });
  if (typeof written !== 'object' || written === null || Array.isArray(written))
    return wrong(document.at(path, 'expected a stage such as { rate: 50/s, for: 5s }'));
  const keys = Object.keys(written);
  if (keys.includes('repeat')) {
    if (!mayRepeat)
      return wrong(document.atKey([...path, 'repeat'], 'a repetition cannot hold another; write it out'));
    return readRepeated(written, path, document);
  }
  const [first, second] = keys.filter((key) => kinds.includes(key));
  if (second !== undefined)
    return wrong(
      document.atKey([...path, second], `one shape a stage; \`${clip(first ?? '')}\` is named already`),
    );
  if (first !== undefined && first !== 'rate') return readShaped(first, written, path, document);
  const stranger = keys.find((key) => !['rate', 'to', 'for', 'name'].includes(key));
  if (first === undefined && stranger !== undefined)
    return wrong(
      document.atKey(
        [...path, stranger],
        `unknown key \`${clip(stranger)}\`; ${suggest(stranger, [...kinds, 'to', 'for', 'name', 'repeat'])}`,
      ),
    );
  return readPlain(written, path, document);
};

const readRepeated = (written: object, path: Path, document: ScenarioDocument): Read => {
  const schema = repeated(z.unknown());
  const parsed = schema.safeParse(written);
  if (!parsed.success) return { stages: [], problems: problemsOf(parsed.error, schema, document, path) };
  const inner = parsed.data.stages.map((one, index) =>
    readOne(one, [...path, 'stages', index], document, false),
  );
  const stages = inner.flatMap((one) => one.stages);
  return {
    stages: Array.from({ length: parsed.data.repeat }, () => stages).flat(),
    problems: inner.flatMap((one) => one.problems),
  };
};

/** Reads the `stages` of a load, repetitions written out; `path` is theirs in the document. */
export const readStages = (written: readonly unknown[], path: Path, document: ScenarioDocument): Read => {
  const read = written.map((one, index) => readOne(one, [...path, index], document, true));
  const stages = read.flatMap((one) => one.stages);
  const problems = read.flatMap((one) => one.problems);
  if (stages.length > limits.stages)
    problems.push(
      document.atKey(path, `${stages.length} stages with all repetitions; expected ${limits.stages} at most`),
    );
  else if (problems.length === 0 && stages.every((stage) => curveOf(stage).highest === 0))
    problems.push(document.atKey(path, 'no stage has a rate above 0, so nothing would be sent'));
  return { stages, problems };
};
