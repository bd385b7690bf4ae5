import { floorRules } from './scripts/floors.mjs';

/** The architecture as rules that fail the build; docs/architecture.md draws it, docs/whats-here.md tells it in words. */
export default {
  forbidden: [
    ...floorRules,
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'A cycle means that two parts cannot be understood, tested or replaced one at a time.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'shared-stands-alone',
      severity: 'error',
      comment: 'shared/ is the ground floor: whatever it imported would be below everything.',
      from: { path: '^src/shared/' },
      to: { path: '^src/', pathNot: '^src/shared/' },
    },
    {
      name: 'result-is-ground-floor',
      severity: 'error',
      comment: 'result/ says what a run is: everybody reads it, so it may know nobody.',
      from: { path: '^src/result/', pathNot: '[.]test[.]ts$' },
      to: { path: '^src/', pathNot: '^src/(result|shared)/' },
    },
    {
      name: 'plugins-only-through-the-index',
      severity: 'error',
      comment:
        'A plug-in is one file or folder and one line in index.ts; a second importer would make it more.',
      from: {
        path: '^src/',
        pathNot: [
          '^src/(styles|faults)/(index|list)[.]ts$',
          '^src/(styles|faults)/[^/]+/',
          '^src/style-kit[.]ts$',
          '[.]test[.]ts$',
        ],
      },
      to: { path: '^src/(styles|faults)/[^/]+/' },
    },
    {
      name: 'styles-do-not-know-one-another',
      severity: 'error',
      comment: 'Styles share through styles/shared, so that each can be read, changed and removed alone.',
      from: { path: '^src/styles/([^/]+)/' },
      to: { path: '^src/styles/[^/]+/', pathNot: ['^src/styles/$1/', '^src/styles/shared/'] },
    },
    {
      name: 'styles-stand-below-scenarios',
      severity: 'error',
      comment: 'A style says what it reads; how a scenario file says it is read one floor above.',
      from: { path: '^src/styles/' },
      to: { path: '^src/scenario/' },
    },
    {
      name: 'scenarios-ask-the-registry-of-styles',
      severity: 'error',
      comment:
        'What a scenario may say of a style is what the style itself says: its policies, roles and needs.',
      from: { path: '^src/scenario/', pathNot: '[.]test[.]ts$' },
      to: { path: '^src/styles/', pathNot: '^src/styles/(index|policy|style|style-module)[.]ts$' },
    },
    {
      name: 'a-style-is-described-without-what-serves-it',
      severity: 'error',
      comment:
        'Reading a scenario loads the description of every style: servers, clients and the broker library come with `serve`.',
      from: {
        path: [
          '^src/styles/[^/]+/(index|policies|orchestration|called-steps)[.]ts$',
          '^src/styles/shared/(amqp|http)/policies[.]ts$',
          '^src/styles/shared/amqp/topology[.]ts$',
          '^src/styles/shared/compiled/',
        ],
        pathNot: '[.]test[.]ts$',
      },
      to: {
        dynamic: false,
        path: ['^src/styles/', 'node_modules/'],
        pathNot: [
          '^src/styles/(policy|style)[.]ts$',
          '^src/styles/[^/]+/(policies|orchestration|called-steps)[.]ts$',
          '^src/styles/shared/(amqp|http)/policies[.]ts$',
          '^src/styles/shared/(amqp/topology|choreography/reaction)[.]ts$',
          '^src/styles/shared/compiled/',
          'node_modules/zod/',
        ],
      },
    },
    {
      name: 'faults-do-not-know-one-another',
      severity: 'error',
      comment: 'A fault is found by its file name and touches nothing else.',
      from: { path: '^src/faults/', pathNot: ['^src/faults/(index|list)[.]ts$', '[.]test[.]ts$'] },
      to: { path: '^src/faults/', pathNot: '^src/faults/(fault|settings|target)[.]ts$' },
    },
    {
      name: 'workflow-is-the-quiet-centre',
      severity: 'error',
      comment:
        'The domain knows no transport, no style and no caller; a style that needs more from it is wrong.',
      from: { path: '^src/workflow/' },
      to: { path: '^src/', pathNot: '^src/(workflow|shared)/' },
    },
    {
      name: 'styles-know-no-judge',
      severity: 'error',
      comment: 'What is measured must not know who measures it.',
      from: { path: '^src/styles/' },
      to: { path: '^src/(harness|load|audit|analysis|verdicts|reports|commands)/' },
    },
    {
      name: 'pure-means-pure',
      severity: 'error',
      comment: 'Numbers and verdicts are functions from data to data: recomputable, testable with literals.',
      from: {
        path: ['^src/(analysis|verdicts|reports|advice)/', '^src/audit/outcome', '^src/load/schedule'],
        pathNot: '[.]test[.]ts$',
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'transports-stay-in-styles',
      severity: 'error',
      comment: 'express and axios outside styles/ would be a second, hidden transport.',
      from: { path: '^src/', pathNot: '^src/styles/' },
      to: { path: 'node_modules/(express|axios)/' },
    },
    {
      name: 'amqplib-in-styles-and-broker',
      severity: 'error',
      comment: 'Only the styles talk over the broker, and broker/ looks after it.',
      from: { path: '^src/', pathNot: '^src/(styles|broker)/' },
      to: { path: 'node_modules/amqplib/' },
    },
    {
      name: 'autocannon-only-for-saturation',
      severity: 'error',
      comment:
        'autocannon is right for closed-loop saturation and wrong for everything else (docs/trust.md); the calibration shows it.',
      from: { path: '^src/', pathNot: '^src/load/(saturate|stub/autocannon-rate)[.]ts$' },
      to: { path: 'node_modules/autocannon/' },
    },
    {
      name: 'sites-know-no-harness',
      severity: 'error',
      comment: 'A site starts what it is asked to start; who asks, and why, is not its business.',
      from: { path: '^src/sites/' },
      to: { path: '^src/(harness|bench)/' },
    },
    {
      name: 'nobody-imports-an-entry',
      severity: 'error',
      comment: 'The command line and the library are made of the rooms, and no room of them.',
      from: { path: '^src/[^/]+/' },
      to: { path: '^src/[^/]+[.]ts$' },
    },
    {
      name: 'harness-spawns-services',
      severity: 'error',
      comment: 'A service that runs inside the harness shares its event loop and cannot be killed for real.',
      from: { path: '^src/harness/' },
      to: { path: '^src/service/', pathNot: '^src/service/protocol[.]ts$' },
    },
    {
      name: 'sites-start-processes',
      severity: 'error',
      comment:
        'A round knows no processes and no addresses, so that it runs on a scripted site in milliseconds and on other machines later.',
      from: { path: '^src/(harness|bench|evidence)/' },
      to: { path: '^(child_process|net|http)$|node_modules/pidusage/' },
    },
    {
      name: 'browser-programs-run-in-browsers',
      severity: 'error',
      comment:
        'What a page runs is made of our own modules without Node: the page asks nobody for more, and stays small.',
      from: { path: '^src/browser/' },
      to: {
        dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-no-pkg', 'unknown'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'pages-hold-programs-as-text',
      severity: 'error',
      comment:
        'The programs of the pages need a document and run when they are loaded; a page is made with their bundled text.',
      from: { path: '^src/', pathNot: '^src/browser/' },
      to: { path: '^src/browser/' },
    },
    {
      name: 'no-dev-dependencies-in-src',
      severity: 'error',
      comment: 'What is published must run with the published dependencies.',
      from: { path: '^src/', pathNot: '[.]test[.]ts$' },
      to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
