import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const modules = join(root, 'node_modules');

/** A folder of somebody who has installed the packed package, and nothing of its repository but its dependencies. */
let project: string;

/** What a package needs of `@types`, itself among them, as npm would install it. */
const typesOf = (name: string, found = new Set<string>()): ReadonlySet<string> => {
  if (!name.startsWith('@types/') || found.has(name)) return found;
  found.add(name);
  const { dependencies = {} } = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
  };
  for (const next of Object.keys(dependencies)) typesOf(next, found);
  return found;
};

/** Links what is installed here, so that no network is needed; of `@types` Node's and what the package itself depends on. */
const linkModules = (into: string): void => {
  mkdirSync(join(into, '@types'), { recursive: true });
  for (const name of readdirSync(modules))
    if (name !== '@types' && !name.startsWith('.')) symlinkSync(join(modules, name), join(into, name));
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const types = ['@types/node', ...Object.keys(dependencies)].flatMap((name) => [...typesOf(name)]);
  for (const name of new Set(types)) symlinkSync(join(modules, name), join(into, name));
};

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'tandem-package-'));
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', project], { cwd: root });
  const [archive = ''] = readdirSync(project);
  const installed = join(project, 'node_modules/tandem-harness');
  linkModules(join(project, 'node_modules'));
  mkdirSync(installed);
  execFileSync('tar', ['xzf', join(project, archive), '--strip-components=1', '-C', installed]);
  mkdirSync(join(project, 'node_modules/.bin'));
  symlinkSync('../tandem-harness/dist/cli.js', join(project, 'node_modules/.bin/tandem'));
  writeFileSync(join(project, 'package.json'), '{ "type": "module", "private": true }');
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

/** The one JavaScript example of a document. */
const exampleOf = (document: string): string => {
  const examples = [...readFileSync(join(root, document), 'utf8').matchAll(/```js\n(.*?)```/gs)];
  expect(examples).toHaveLength(1);
  return examples[0]?.[1] ?? '';
};

describe('the packed package, installed in an empty folder', () => {
  test('`tandem show --published` serves the recorded runs', async () => {
    // What npx runs, without npx between: a signal must reach it.
    const child = spawn(join(project, 'node_modules/.bin/tandem'), ['show', '--published'], {
      cwd: project,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'close');
    try {
      const [url] = (await once(createInterface(child.stdout), 'line')) as [string];
      const page = await (await fetch(url)).text();
      expect(page).toContain('payments-crash');
      expect(page).toContain('broker-crash');
    } finally {
      child.kill('SIGTERM');
      await ended;
    }
  });

  test('has every file that a command reads from its own folder, and no test', () => {
    const run = (...words: readonly string[]): string =>
      execFileSync('npx', ['--no-install', 'tandem', ...words], { cwd: project, encoding: 'utf8' });
    expect(run('list')).toContain('payments-crash');
    expect(run('plan', join('node_modules/tandem-harness/scenarios/baseline.yaml'))).toContain('Contestants');
    run('report', 'node_modules/tandem-harness/results/published/payments-crash', '--site', 'site');
    const packed = readdirSync(join(project, 'node_modules/tandem-harness'), {
      recursive: true,
      encoding: 'utf8',
    });
    expect(packed.filter((file) => /\.test\.|^test\//.test(file))).toEqual([]);
  });

  const compile = (options: Record<string, unknown>): string => {
    const compilerOptions = {
      target: 'ES2023',
      module: 'nodenext',
      moduleResolution: 'nodenext',
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      resolveJsonModule: true,
      ...options,
    };
    writeFileSync(
      join(project, 'use.ts'),
      [
        "import type { RunResult, Served, ServiceContext, Style } from 'tandem-harness';",
        "import schema from 'tandem-harness/schemas/result.schema.json' with { type: 'json' };",
        "import scenario from 'tandem-harness/schemas/scenario.schema.json' with { type: 'json' };",
        'export const lost = ({ rounds }: RunResult): number => rounds.reduce((sum, { outcomes }) => sum + outcomes.lost, 0);',
        'export const schemas: readonly object[] = [schema, scenario];',
        "export const serve: Style['serve'] = async (self: ServiceContext): Promise<Served> => ({",
        '  port: self.port,',
        '  [Symbol.asyncDispose]: async () => undefined,',
        '});',
        "import { z } from 'zod';",
        "import { defineFault, milliseconds, type FaultTarget } from 'tandem-harness/fault-kit';",
        "import * as kit from 'tandem-harness/style-kit';",
        'export const caller: kit.Style<kit.CallPolicies> = {',
        "  name: 'caller', answers: 'when-done', needs: [], services: kit.serviceNames, frontDoor: 'subscriptions',",
        '  clientPlan: kit.coordinatedPlan, liveUpdates: null, policies: kit.callPolicies,',
        '  serve: (self) => kit.serveCoordinated(self),',
        '};',
        'type Messages = kit.MessagePolicies & kit.PublishPolicies;',
        'export const policies: kit.PolicyFragment<Messages> = { ...kit.messagePolicies, ...kit.publishPolicies };',
        'export const depth = (self: kit.ServiceContext<Messages>): number => self.policies.maxDeliveries;',
        'export const aimsAt = ({ kind }: FaultTarget): string => kind;',
        'export const jam = defineFault({',
        "  type: 'jam', targets: ['service'], settings: z.strictObject({ add: milliseconds }),",
        '  wrap: (next, { add }, { countAffected }) => (call) => {',
        '    countAffected();',
        '    return add > 0 ? next(call) : next(call);',
        '  },',
        '});',
      ].join('\n'),
    );
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts'] }));
    const { stdout, status } = spawnSync(
      process.execPath,
      [join(modules, 'typescript/bin/tsc'), '-p', project],
      {
        encoding: 'utf8',
      },
    );
    return status === 0 ? 'compiles' : stdout;
  };

  test.each<[string, Record<string, unknown>]>([
    ['with no types at all', { types: [] }],
    ['with the types of Node alone', { types: ['node'] }],
    ['of Node with an old library', { types: ['node'], lib: ['ES2022'] }],
    [
      'under the strictest settings',
      {
        types: [],
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        verbatimModuleSyntax: true,
      },
    ],
  ])('its types compile %s', (_name, options) => {
    expect(compile(options)).toBe('compiles');
  });

  test('the example of the README runs with the style and the fault of the documents, in the folder of their user', () => {
    const example = exampleOf('README.md');
    expect(example).toContain("'payments-crash'");
    writeFileSync(join(project, 'mine.js'), exampleOf('docs/adding-a-style.md'));
    writeFileSync(join(project, 'jam.js'), exampleOf('docs/adding-a-fault.md'));
    writeFileSync(
      join(project, 'mine.yaml'),
      `title: A style and a fault from outside
claim: They are like any other.
contestants: { mine: { style: ./mine.js, policies: { timeout: 8s } } }
rounds: 1
load: { rate: 10/s, warmUp: 500ms, duration: 2s, drain: 30s, patience: 8s, maxSendLag: 60s, maxOthers: 100% }
faults: [{ at: 500ms, for: 1s, ./jam.js: payments, add: 5ms }]
`,
    );
    const own = example
      .replace("'payments-crash', { scale: 0.3 }", "'mine.yaml'")
      .replace("renderReport(result, 'markdown')", "renderReport(result, 'json')");
    writeFileSync(join(project, 'example.js'), own);
    const said = execFileSync(process.execPath, ['example.js'], { cwd: project, encoding: 'utf8' });
    const result: unknown = JSON.parse(said);
    expect(result).toMatchObject({
      verdict: 'pass',
      rounds: [
        {
          style: 'mine',
          valid: true,
          outcomes: { failed: 0, lost: 0 },
          faults: [{ type: 'jam', target: 'payments', applies: true, bites: expect.any(Number) }],
        },
      ],
    });
  });

  test('the example of the README finds its scenario in the package', () => {
    const script = `
      import { readScenario } from 'tandem-harness';
      console.log((await readScenario('payments-crash', { scale: 0.3 })).title);`;
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: project,
      encoding: 'utf8',
    });
    expect(said).toBe('Payments is killed for five seconds\n');
    expect(readdirSync(join(project, 'node_modules/tandem-harness/docs/lab'))).toContain('README.md');
  });

  test('the kit has what a style of messages needs', () => {
    const script = `
      import * as kit from 'tandem-harness/style-kit';
      console.log(JSON.stringify(Object.keys(kit)));`;
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: project,
      encoding: 'utf8',
    });
    expect(JSON.parse(said)).toEqual(
      expect.arrayContaining(['messagePolicies', 'serveParticipant', 'serveLiveUpdates', 'topologyOf']),
    );
  });

  test('its schemas can be found from a program', () => {
    const script = "console.log(import.meta.resolve('tandem-harness/schemas/scenario.schema.json'))";
    const url = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: project,
      encoding: 'utf8',
    });
    expect(url).toContain('tandem-harness/schemas/scenario.schema.json');
  });
});
