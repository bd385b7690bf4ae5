// docs/workflows.md: what a workflow is, its keys from the schema, and what the styles make of the shipped ones from `tandem explain`.
import { starterWorkflow } from '../dist/commands/starter-workflow.js';
import { courseMermaid } from '../dist/planning/explain-mermaid.js';
import { explainStyle, titleOf } from '../dist/planning/explained.js';
import { workflowJsonSchema } from '../dist/scenario/json-schema.js';
import { shippedWorkflow, shippedWorkflows } from '../dist/scenario/workflow-file.js';
import { styles } from '../dist/styles/index.js';
import { layoutOf } from '../dist/styles/style.js';
import { generatedNames, generatedSizes } from '../dist/workflow/generated.js';

/** The courses that are drawn of every shipped workflow; `tandem explain` prints all. */
const drawn = [
  { style: 'http', kinds: ['good'] },
  { style: 'events', kinds: ['good', 'declined', 'failed'] },
  { style: 'saga', kinds: ['failed'] },
];

const cell = (text) => text.replaceAll('|', '\\|');

/** Keys that are the same in scenarios have their own rows there. */
const isLeaf = (name) => name === 'work';

/** The shape of a value that may also be written short. */
const shapeOf = (schema) =>
  schema.properties ? schema : (schema.anyOf?.find(({ properties }) => properties) ?? schema);

const rowsOf = (schema, path) => {
  const { properties = {}, required = [], additionalProperties } = shapeOf(schema);
  const own = Object.entries(properties).flatMap(([name, value]) => {
    const here = [...path, name];
    const must = required.includes(name) ? 'yes' : '';
    const what = [value.description ?? '', ...(value.enum ? [`one of ${value.enum.join(', ')}`] : [])];
    return [
      `| \`${here.join('.')}\` | ${cell(what.join(': '))} | ${must} |`,
      ...(isLeaf(name) ? [] : rowsOf(value, here)),
    ];
  });
  const named =
    typeof additionalProperties === 'object' ? rowsOf(additionalProperties, [...path, 'NAME']) : [];
  return [...own, ...named];
};

const shippedRow = (name) => {
  const { title, services, steps } = shippedWorkflow(name);
  const told = steps.map((step) =>
    step.after.length > 1 ? `${step.name} (after ${step.after.join(' and ')})` : step.name,
  );
  return `| [\`${name}\`](../workflows/${name}.yaml) | ${title} | ${Object.keys(services).join(', ')} | ${told.join(', ')} |`;
};

const diagramsOf = async (name) => {
  const workflow = shippedWorkflow(name);
  const blocks = await Promise.all(
    drawn.map(async ({ style, kinds }) => {
      const { explanation } = await explainStyle(styles.get(style), workflow);
      const { services } = layoutOf(styles.get(style), workflow);
      return kinds.map((kind) => {
        const course = explanation.courses.findLast((one) => one.kind === kind);
        return `**${style}: ${titleOf(course)}**\n\n\`\`\`mermaid\n${courseMermaid(course, services)}\n\`\`\``;
      });
    }),
  );
  return `### ${name}: ${workflow.title}\n\n${blocks.flat().join('\n\n')}`;
};

export const workflowsPage = async () => {
  const { least, most } = generatedSizes;
  const shipped = shippedWorkflows().toSorted((a, b) => (a === 'subscribe' ? -1 : b === 'subscribe' ? 1 : 0));
  const diagrams = await Promise.all(shipped.map(diagramsOf));
  return `# Workflows

Made by \`npm run docs\` from the schema, the shipped definitions and the styles themselves.

A workflow is a business as data: services, and steps that belong to them, each after others. It says what happens and what takes it
back, and nothing of how the services talk: that is what the styles make of it. A scenario names one with \`workflow: checkout\`, or by a
path (\`workflow: ./mine.yaml\`, from the folder of the scenario); without, it runs \`subscribe\`. Whom a step asks outside is no part of it
but of the scenario: [parties](parties.md). Why it is so: [the decision](decisions/workflow-definitions.md).

\`tandem explain WORKFLOW --style events\` prints the calls or the messages of one request for every course that it may take: all goes well,
a step says no, a step fails. \`--mermaid\` draws it, \`--json\` gives all of it as data.

## The shipped ones

| workflow | what happens | services | steps |
| --- | --- | --- | --- |
${shipped.map(shippedRow).join('\n')}

${generatedNames.map((one) => `\`${one}\``).join(' and ')} are made for any N from ${least} to ${most}: one service after the other, and N services at the same time with one step that
waits for all.

## Roles

What a step means for the audit is its \`role\`; names mean nothing to it.

- \`opens\`: one step, which comes after none. Its service is the front door.
- \`takes-money\`: one step at most. Its \`undo\` gives the money back.
- \`puts-in-force\`: one step, of the service that opens; nothing comes after it. Its \`undo\` cancels the request.
- \`tells\`: one step, after all that must be done, but for the one in force. It records a notice; styles that accept first push it to the client.
- none: work. With an \`undo\` it is taken back when the request fails. An \`optional\` step is waited for by nobody and fails nothing.

A request is completed when every step that is not optional has been done. One that failed must have been cancelled, and whatever was
done of it that has an \`undo\` undone.

## How a style makes calls or messages of it

- **http**: a step is called by the last step through which all ways to it lead, so one that waits for several branches is called once, by
  the step where they began. Branches are called at the same time. The front door puts in force when everything has come back; after a
  failure it cancels and has every step undone that can be, by \`DELETE\` calls that go on until they are answered.
- **events**: each step is a reaction to the events of the steps that it comes after; where there are several, its service remembers which
  have come, in its inbox. A step that says no, or that was given up after its last delivery, is told of by its \`failed\` event, to which
  the front door reacts by cancelling, the one who tells by telling, and every service that may have done something by undoing it.
- **saga**: an orchestrator hears of the request, commands each step when the steps before it have replied, and after a failure commands to
  cancel, then to undo what was done, the last one first, then to tell. Services know commands only.
- **hybrid**: the front door calls for the steps up to \`callsUntil\` (the first that may decline, where the policy names none), and
  everything after them is events. When a call fails, one event has undone whatever may have been done.
- **bff**: a backend-for-frontend makes all calls, each when those that it waits for have come back; what puts in force comes last. The
  services know nothing of one another.
- **frontend**: the same calls, made by the client itself. The front door gives up what a client leaves open.

A failed step is undone too, or forbidden where it was not done: a late call or message can no longer do it.

## Your own

\`tandem init --workflow\` writes a commented definition, \`my-workflow.yaml\`, and a scenario that runs it. Then \`tandem explain
my-workflow.yaml\`, \`tandem plan my-scenario.yaml\` and \`tandem run my-scenario.yaml\`. What is wrong is told with its place in the file. The
definition that it writes:

\`\`\`yaml
${starterWorkflow('../schemas/workflow.schema.json').trimEnd()}
\`\`\`

### Keys

| key | meaning | required |
| --- | --- | --- |
${rowsOf(workflowJsonSchema(), []).join('\n')}

Names that are left out are made from the step's: \`pack\` has the effect \`pack-done\`, the event \`PackDone\`, the failure \`PackFailed\`, the command
\`Pack\` and the path \`/pack\`. Effects, events and commands, actions and paths each have names of their own within a workflow.

## What the styles make of the shipped ones

Numbers are those of the table that \`tandem explain\` prints without \`--mermaid\`. What waits for nothing in common happens at the same time.

${diagrams.join('\n\n')}
`;
};
