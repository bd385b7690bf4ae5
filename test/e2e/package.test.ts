import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const modules = join(root, 'node_modules');

/** A folder of somebody who has installed the packed package, and nothing of its repository but its dependencies. */
let project: string;

/** Links what npm would install with the package, from what is installed here, so that no network is needed. */
const linkModules = (into: string): void => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean }>;
  };
  for (const [path, { dev = false }] of Object.entries(packages)) {
    const [, name = ''] = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path) ?? [];
    // What is for other systems is in the lock file and not here.
    if (name === '' || dev || !existsSync(join(modules, name))) continue;
    mkdirSync(dirname(join(into, name)), { recursive: true });
    symlinkSync(join(modules, name), join(into, name));
  }
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
    run('init', '--workflow');
    expect(run('plan', 'my-scenario.yaml')).toContain('A traveller books a trip');
    writeFileSync(
      join(project, 'checkout.yaml'),
      'title: a\nclaim: b\nworkflow: checkout\nload: { rate: 10/s, duration: 10s }\n',
    );
    expect(run('plan', 'checkout.yaml')).toContain('checkout: A customer checks out');
    expect(run('explain')).toContain('subscribe: A user subscribes');
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
        "import workflow from 'tandem-harness/schemas/workflow.schema.json' with { type: 'json' };",
        'export const schemas: readonly object[] = [schema, scenario, workflow];',
        "export const serve: Style['serve'] = async (self: ServiceContext): Promise<Served> => ({",
        '  port: self.port,',
        '  [Symbol.asyncDispose]: async () => undefined,',
        '});',
        "import { z } from 'zod';",
        "import { defineFault, milliseconds, type FaultTarget, type TargetKind } from 'tandem-harness/fault-kit';",
        "import * as kit from 'tandem-harness/style-kit';",
        'export const caller: kit.Style<kit.CallPolicies> = {',
        "  name: 'caller', answers: 'when-done', needs: [], services: kit.serviceNamesOf,",
        '  frontDoor: (workflow) => kit.openingStep(workflow).service, clientPlan: kit.planOf, liveUpdates: null,',
        "  refuses: ({ steps }) => (steps.length > 9 ? 'too many steps' : null), policies: kit.callPolicies,",
        '  serve: (self) => kit.serveCoordinated(self),',
        '  explain: async (workflow: kit.Workflow, { compensation }): Promise<kit.Explanation> => ({',
        "    courses: [{ kind: compensation ? 'good' : 'failed', step: workflow.steps[0]?.name ?? null, exchanges: [] }],",
        '  }),',
        '};',
        'const own = { greets: kit.definePolicy({ schema: z.boolean(), default: true }) };',
        'type Messages = kit.MessagePolicies & kit.PublishPolicies & kit.EventLogPolicies & kit.AdmissionPolicies &',
        '  kit.ValuesOf<typeof own>;',
        'const subscribe = async (',
        '  self: kit.ServiceContext<Messages>, { announce }: kit.Participant, incoming: kit.Incoming,',
        '): Promise<kit.StepAnswer> => {',
        '  const { name: step, event } = kit.openingStep(self.workflow);',
        '  await kit.admitted(self, incoming, { step, once: self.policies.dedup }, (call: kit.StepCall) =>',
        '    announce(call, () => (self.policies.greets ? kit.followUp(incoming.order, { event }) : null)),',
        '  );',
        "  return { status: 202, outcome: 'accepted' };",
        '};',
        'const reactionsOf = (workflow: kit.Workflow): kit.Reactions => kit.choreographyOf(workflow);',
        'export const teller: kit.Style<Messages> = {',
        "  name: 'teller', answers: 'when-accepted', needs: ['rabbitmq'], services: kit.serviceNamesOf,",
        '  frontDoor: (workflow) => kit.openingStep(workflow).service, liveUpdates: kit.tellingService,',
        '  policies: {',
        '    ...kit.messagePolicies, ...kit.publishPolicies, ...kit.eventLogPolicies, ...kit.admissionPolicies, ...own,',
        '  },',
        '  topology: (prefix, read, workflow) => kit.topologyOf(kit.serviceNamesOf(workflow), prefix, read),',
        '  serve: (self) =>',
        '    kit.serveParticipant(self, {',
        '      reactions: kit.ofRole(reactionsOf(self.workflow), self.role), publish: self.policies.publish,',
        '      eventLog: self.policies.eventLog, pushesNotices: self.role === kit.tellingService(self.workflow),',
        '      routes: (app, participant) => {',
        '        const { path, service } = kit.openingStep(self.workflow);',
        '        if (self.role === service)',
        "          kit.route(app, 'post', path, self.gauges, (incoming) => subscribe(self, participant, incoming));",
        '      },',
        '    }),',
        '};',
        'export const told = (workflow: kit.Workflow, effect: string): kit.NoticeKind =>',
        '  kit.noticeOf(workflow, effect) ?? kit.noticeFrom(null);',
        'export const aimsAt = ({ kind }: FaultTarget): TargetKind => kind;',
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
        noPropertyAccessFromIndexSignature: true,
        noImplicitReturns: true,
        noUnusedLocals: true,
        noUnusedParameters: true,
        noUncheckedSideEffectImports: true,
        erasableSyntaxOnly: true,
        isolatedModules: true,
        declaration: true,
      },
    ],
  ])('its types compile %s', (_name, options) => {
    expect(compile(options)).toBe('compiles');
  });

  test('the example of the README runs with the style and the fault of the documents, in the folder of their user', () => {
    // Their scenario has the name that the example reads; the folder `scenarios` goes before the one of the package.
    const scenarios = join(project, 'scenarios');
    mkdirSync(scenarios);
    writeFileSync(join(scenarios, 'mine.js'), exampleOf('docs/adding-a-style.md'));
    writeFileSync(join(scenarios, 'jam.js'), exampleOf('docs/adding-a-fault.md'));
    writeFileSync(
      join(scenarios, 'payments-crash.yaml'),
      `title: A style and a fault from outside
claim: They are like any other.
contestants: { mine: { style: ./mine.js, policies: { timeout: 8s } } }
rounds: 1
load: { rate: 10/s, warmUp: 500ms, duration: 7s, drain: 100s, patience: 8s, maxSendLag: 60s, maxOthers: 100% }
faults: [{ at: 2s, for: 4s, ./jam.js: payments, add: 5ms }]
`,
    );
    // All of the example but what it prints, so that the result can be looked at.
    const own = exampleOf('README.md').replace("'markdown'", "'json'");
    writeFileSync(join(project, 'example.js'), own);
    const said = execFileSync(process.execPath, ['example.js'], { cwd: project, encoding: 'utf8' });
    rmSync(scenarios, { recursive: true });
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
  });

  test('has every document and picture that its README points to', () => {
    const readme = readFileSync(join(project, 'node_modules/tandem-harness/README.md'), 'utf8');
    const named = [...readme.matchAll(/(?:\]\(|src(?:set)?=")((?:docs|results)\/[^)"#\s]*)/g)].flatMap(
      ([, path]) => path ?? [],
    );
    expect(named).toEqual(expect.arrayContaining(['docs/lab/README.md', 'docs/adding-a-style.md']));
    const missing = named.filter((path) => !existsSync(join(project, 'node_modules/tandem-harness', path)));
    expect(missing).toEqual([]);
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
      expect.arrayContaining([
        'messagePolicies',
        'serveParticipant',
        'serveLiveUpdates',
        'topologyOf',
        'choreographyOf',
        'callTreeOf',
        'planOf',
      ]),
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
