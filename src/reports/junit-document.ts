const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as XML 1.0 can hold it: most control characters may not even be written as references. */
const xml = (text: string): string =>
  text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML forbids
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"]/g, (character) => entities[character] ?? character);

/** One test case; texts are plain and escaped when written. */
export interface JunitCase {
  readonly classname: string;
  readonly name: string;
  readonly file?: string;
  readonly line?: number;
  readonly seconds: number;
  readonly state: 'failure' | 'error' | 'skipped' | 'passed';
  /** What kind of failure or error it is; the others have none. */
  readonly type?: string;
  readonly message: string;
}

export interface JunitSuite {
  readonly name: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly seconds: number;
  readonly cases: readonly JunitCase[];
}

const time = (seconds: number): string => `time="${seconds.toFixed(3)}"`;

const bodyOf = ({ state, type, message }: JunitCase): string => {
  if (state === 'passed') return `<system-out>${xml(message)}</system-out>`;
  const kind = type === undefined ? '' : ` type="${xml(type)}"`;
  // Several lines as an attribute would come out as one; as text they stay.
  const text = message.includes('\n') ? `>${xml(message)}</${state}>` : '/>';
  return `<${state}${kind} message="${xml(message.split('\n')[0] ?? '')}"${text}`;
};

const caseLine = (one: JunitCase): string => {
  const { classname, name, file, line, seconds } = one;
  const place = `${file === undefined ? '' : ` file="${xml(file)}"`}${line === undefined ? '' : ` line="${line}"`}`;
  return `    <testcase classname="${xml(classname)}" name="${xml(name)}"${place} ${time(seconds)}>${bodyOf(one)}</testcase>`;
};

const totals = (cases: readonly JunitCase[], seconds: number): string => {
  const count = (state: JunitCase['state']): number => cases.filter((one) => one.state === state).length;
  return `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}" ${time(seconds)}`;
};

const suiteLines = ({ name, startedAt, seconds, cases }: JunitSuite): readonly string[] => [
  `  <testsuite name="${xml(name)}" ${totals(cases, seconds)} timestamp="${xml(startedAt.replace(/\.\d+Z$/, ''))}">`,
  ...cases.map(caseLine),
  '  </testsuite>',
];

/** The suites as one JUnit XML document. */
export const junitDocument = (suites: readonly JunitSuite[]): string => {
  const seconds = suites.reduce((sum, suite) => sum + suite.seconds, 0);
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${totals(
      suites.flatMap(({ cases }) => cases),
      seconds,
    )}>`,
    ...suites.flatMap(suiteLines),
    '</testsuites>',
  ].join('\n')}\n`;
};
