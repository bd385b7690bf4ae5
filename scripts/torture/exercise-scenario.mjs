// What `plan` and the start of a run do with a scenario, without starting anything.

/** Twenty problems of three lines each, and some room. */
const longestMessage = 15_000;
const longestLine = 600;

/** What a message for people never has: a stack, or the words of a library. */
const foreign = [
  /\n\s+at .+:\d+:\d+\)?/,
  /\b(?:Type|Range|Reference|Syntax|Zod)\w*Error\b/,
  /Invalid (?:input|string|option|key|union)|Too (?:small|big)|Unrecognized key/,
  /parseAllDocuments|Map keys must be unique|Flow (?:sequence|map)|Nested mappings|Implicit keys|\bundefined\b|\[object /,
];
/** A message shows the line that it speaks of, and in it anything may stand. */
const withoutExcerpts = (message) =>
  message
    .split('\n')
    .filter((line) => !/^ +\d* \| /.test(line))
    .join('\n')
    .replaceAll(/`[^`]*`/g, '``');

const complaintAbout = (message) => {
  if (message.length > longestMessage) return `a message of ${message.length} characters`;
  if (message.split('\n').some((line) => line.length > longestLine)) return 'a message with a very long line';
  const words = withoutExcerpts(message);
  const found = foreign.find((pattern) => pattern.test(words));
  return found === undefined ? null : `a message with ${found.exec(words)[0].trim()}`;
};

/** `read`, `refused`, or what is wrong with how it was taken. Lets everything through that is no TandemError. */
export const exerciseScenario = (modules, text) => {
  const { parseScenario, catalogue, TandemError, planOf, renderPlan, askBack, withRate, saturated } = modules;
  const attempt = (act) => {
    try {
      act();
      return null;
    } catch (error) {
      if (!(error instanceof TandemError)) throw error;
      if (error.exitCode !== 2) return `exit code ${error.exitCode}`;
      return complaintAbout(error.message) ?? 'refused';
    }
  };
  let scenario;
  const parsed = attempt(() => {
    scenario = parseScenario(text, 'x.yaml', catalogue);
  });
  if (parsed !== null) return parsed;
  const further = [
    () => JSON.stringify(planOf(scenario)),
    () => renderPlan(planOf(scenario)),
    () => askBack([scenario]),
    () => withRate(scenario, 40),
    () => saturated(scenario, 10),
    () => parseScenario(text, 'x.yaml', catalogue, { scale: 0.001, rounds: 1_000 }),
    () => parseScenario(text, 'x.yaml', catalogue, { scale: 1_000, only: [scenario.contestants[0].name] }),
  ].map(attempt);
  return further.find((said) => said !== null && said !== 'refused') ?? 'read';
};
