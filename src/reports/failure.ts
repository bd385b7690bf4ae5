import { annotation } from './annotation.ts';
import { fenced } from './fenced.ts';
import type { JunitCase, JunitSuite } from './junit-document.ts';

/** Why a command came to no result. */
export interface Failure {
  readonly kind: 'usage' | 'invalid' | 'environment' | 'interrupted' | 'internal';
  /** As the terminal shows it; of a scenario's problems each begins with `file:line:column:`. */
  readonly message: string;
}

const titles: Readonly<Record<Failure['kind'], string>> = {
  usage: 'Tandem: wrong usage or scenario (exit 2)',
  invalid: 'Tandem: not decided (exit 3)',
  internal: 'Tandem: an error of its own (exit 3)',
  environment: 'Tandem: the environment (exit 4)',
  interrupted: 'Tandem: interrupted (exit 130)',
};

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/** The problems that name their place; none where the failure concerns no line of a file. */
const placesOf = (message: string): readonly Place[] =>
  message.split('\n').flatMap((text) => {
    const [, file, line, column, what] = /^(\S.{0,4096}?):(\d{1,9}):(\d{1,9}): (.*)$/.exec(text) ?? [];
    return file === undefined || what === undefined
      ? []
      : [{ file, line: Number(line), column: Number(column), text: what }];
  });

/** Workflow commands for GitHub: one per place, or one for all that was said. */
export const failureAnnotations = (
  { kind, message }: Failure,
  fromWorkspace: (file: string) => string,
): string => {
  const places = placesOf(message);
  const lines =
    places.length === 0
      ? [annotation('error', titles[kind], message)]
      : places.map(({ file, line, column, text }) =>
          annotation('error', titles[kind], text, { file: fromWorkspace(file), line, column }),
        );
  return lines.map((line) => `${line}\n`).join('');
};

/** Markdown for a step summary. */
export const failureSummary = ({ kind, message }: Failure): string =>
  `### ${titles[kind]}\n\n${fenced(message)}\n`;

/** One error per place, or one for all that was said. */
export const suiteOfFailure = ({ kind, message }: Failure, startedAt: string): JunitSuite => {
  const common = { classname: 'tandem.run', seconds: 0, state: 'error', type: kind } as const;
  const places = placesOf(message);
  const cases: readonly JunitCase[] =
    places.length === 0
      ? [{ ...common, name: titles[kind], message }]
      : places.map(({ file, line, column, text }) => ({
          ...common,
          name: `${file}:${line}:${column}`,
          file,
          line,
          message: text,
        }));
  return { name: 'tandem', startedAt, seconds: 0, cases };
};
