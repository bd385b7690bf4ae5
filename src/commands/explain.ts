import { join } from 'node:path';
import type { Command } from 'commander';
import { courseMermaid } from '../planning/explain-mermaid.ts';
import { courseTable } from '../planning/explain-table.ts';
import { coursesToShow, explainStyle, type StyleExplained, titleOf } from '../planning/explained.ts';
import { shippedWorkflow, shippedWorkflows, workflowNamed } from '../scenario/workflow-file.ts';
import { clip } from '../shared/clip.ts';
import { UsageError } from '../shared/errors.ts';
import { suggest } from '../shared/near-miss.ts';
import { styles } from '../styles/index.ts';
import { layoutOf, type Style } from '../styles/style.ts';
import type { Workflow } from '../workflow/definition.ts';
import { generatedNames, generatedSizes } from '../workflow/generated.ts';
import { repeated } from './option-values.ts';

interface Flags {
  readonly style: readonly string[];
  readonly callsUntil?: string;
  readonly failing?: string;
  readonly json?: true;
  readonly mermaid?: true;
}

/** The workflows that come with the program, as a list. */
const renderWorkflows = (): string => {
  const lines = shippedWorkflows().map((name) => `  ${name}: ${shippedWorkflow(name).title}`);
  const { least, most } = generatedSizes;
  return `${[...lines, ...generatedNames.map((name) => `  ${name}: N from ${least} to ${most}`)].join('\n')}\n`;
};

const workflowOf = (name: string): Workflow => {
  const found = workflowNamed(name, join(process.cwd(), 'a-scenario-here'));
  if ('problem' in found) throw new UsageError(found.problem);
  return found;
};

const stylesOf = (names: readonly string[]): readonly Style[] =>
  names.length === 0
    ? [...styles.values()]
    : names.map((name) => {
        const style = styles.get(name);
        if (style === undefined)
          throw new UsageError(`unknown style \`${clip(name)}\`; ${suggest(name, styles.keys())}`);
        return style;
      });

/** Only the styles that have the policy are told of it. */
const explainAll = (workflow: Workflow, { style, callsUntil }: Flags): Promise<readonly StyleExplained[]> => {
  const chosen = stylesOf(style);
  const takes = ({ policies }: Style): boolean => 'callsUntil' in policies;
  if (callsUntil !== undefined && !chosen.some(takes))
    throw new UsageError('`--calls-until` says nothing to these styles; `--style hybrid` has it');
  return Promise.all(
    chosen.map((one) =>
      explainStyle(one, workflow, callsUntil !== undefined && takes(one) ? { callsUntil } : {}),
    ),
  );
};

const headingOf = ({ style, policies }: StyleExplained): string => {
  const set = Object.entries(policies).map(([name, value]) => `${name}: ${String(value)}`);
  return set.length === 0 ? style : `${style} (${set.join(', ')})`;
};

const renderStyle = (workflow: Workflow, explained: StyleExplained, { failing, mermaid }: Flags): string => {
  const { style, explanation, problem } = explained;
  if (explanation === null) return `${mermaid ? '%% ' : ''}${headingOf(explained)}: ${problem ?? ''}`;
  const known = styles.get(style);
  const roles = known === undefined ? [] : layoutOf(known, workflow).services;
  const blocks = coursesToShow(explanation, failing).map((course) =>
    mermaid
      ? `%% ${workflow.name}, ${headingOf(explained)}: ${titleOf(course)}\n${courseMermaid(course, roles)}`
      : courseTable(workflow, course),
  );
  return mermaid ? blocks.join('\n\n') : [headingOf(explained), ...blocks].join('\n\n');
};

/** What the command prints. Rejects with a UsageError for a workflow, style or step that is none, or that cannot be. */
export const explainText = async (name: string | undefined, flags: Flags): Promise<string> => {
  if (name === undefined) return renderWorkflows();
  const workflow = workflowOf(name);
  const all = await explainAll(workflow, flags);
  // Who asks for one style wants no other answer than that.
  const refused = flags.style.length > 0 ? all.find(({ problem }) => problem !== null) : undefined;
  if (refused !== undefined) throw new UsageError(`${refused.style}: ${refused.problem ?? ''}`);
  if (flags.json)
    return `${JSON.stringify({ workflow: workflow.name, title: workflow.title, styles: all }, null, 2)}\n`;
  const title = flags.mermaid ? [] : [`${workflow.name}: ${workflow.title}`];
  const blocks = all.map((explained) => renderStyle(workflow, explained, flags));
  return `${[...title, ...blocks].join('\n\n')}\n`;
};

export const registerExplain = (program: Command): void => {
  program
    .command('explain')
    .description('print the calls or the messages that the styles make of a workflow, without running it')
    .argument('[workflow]', 'name of a workflow, or the path of its file; without it, the names are listed')
    .option('--style <style>', 'this style only; may be repeated', repeated, [])
    .option('--calls-until <step>', 'hybrid: the last step that is called')
    .option('--failing <step>', 'the step that fails; default: the last one that may')
    .option('--mermaid', 'print Mermaid sequence diagrams')
    .option('--json', 'print one JSON document, with the failure of every step')
    .action(async (name: string | undefined, flags: Flags) => {
      process.stdout.write(await explainText(name, flags));
    });
};
