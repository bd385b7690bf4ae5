// What `tandem gate` says of slowdowns in the code, each on a branch of a clone: made by hand, as a pull request would make them.
//   node scripts/power/slowdowns.mjs [--within 2m] [--out results/power/slowdowns.md] [--only PATTERN]

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: flags } = parseArgs({
  options: {
    within: { type: 'string', default: '2m' },
    out: { type: 'string', default: 'results/power/slowdowns.md' },
    only: { type: 'string', default: '' },
  },
});

const root = fileURLToPath(new URL('../..', import.meta.url));
const host = 'src/service/host.ts';
const performing = '    return store.perform(call, { startedAt, draw });';

/** Each is one replacement in one file; `styles` are the contestants that it can reach. */
const changes = [
  {
    name: 'a comment',
    file: host,
    from: performing,
    to: `    // Commits.\n${performing}`,
    styles: ['http', 'events'],
  },
  {
    name: 'payments waits 2 ms longer',
    file: host,
    from: performing,
    to: `    if (config.role === 'payments') await delay(2);\n${performing}`,
    styles: ['http', 'events'],
  },
  {
    name: 'payments keeps a processor busy for 2 ms',
    file: host,
    from: performing,
    to: `    if (config.role === 'payments') for (const from = nowMs(); nowMs() - from < 2; );\n${performing}`,
    styles: ['http', 'events'],
  },
  {
    name: 'every step reads the database once more',
    file: host,
    from: performing,
    to: `    store.effectsOf(call.order.requestId);\n${performing}`,
    styles: ['http', 'events'],
  },
  {
    name: 'a message reaches the broker 3 ms later',
    file: 'src/styles/shared/amqp/publisher.ts',
    from: `        try {
          channel.publish(
            message.exchange,
            message.routingKey,
            message.body,
            { ...optionsOf(message), mandatory: true },
            done,
          );
        } catch (error) {
          done(error);
        }`,
    to: `        setTimeout(() => {
          try {
            channel?.publish(
              message.exchange,
              message.routingKey,
              message.body,
              { ...optionsOf(message), mandatory: true },
              done,
            );
          } catch (error) {
            done(error);
          }
        }, 3);`,
    styles: ['events'],
  },
  {
    name: 'calls open a new connection each time',
    file: 'src/styles/shared/http/transport.ts',
    from: '    keepAlive: true,',
    to: '    keepAlive: false,',
    styles: ['http'],
  },
];

const folder = mkdtempSync(join(tmpdir(), 'tandem-slowdowns-'));
const clone = join(folder, 'clone');
const run = (program, ...args) => execFileSync(program, args, { cwd: clone, encoding: 'utf8' }).trim();
const rows = [];
const outputs = [];

try {
  execFileSync('git', ['clone', '--quiet', root, clone]);
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'), 'dir');
  const base = run('git', 'rev-parse', 'HEAD');
  for (const { name, file, from, to, styles } of changes.filter((one) =>
    new RegExp(flags.only).test(one.name),
  )) {
    run('git', 'checkout', '--quiet', '-B', name.replaceAll(' ', '-'), base);
    const path = join(clone, file);
    const before = readFileSync(path, 'utf8');
    if (!before.includes(from)) throw new Error(`${file} has no longer what "${name}" replaces`);
    writeFileSync(
      path,
      before.replace(from, () => to),
    );
    run(
      'git',
      '-c',
      'user.name=a',
      '-c',
      'user.email=a@example.org',
      'commit',
      '--quiet',
      '--all',
      '--message',
      name,
    );
    run('npm', 'run', '--silent', 'build');
    for (const style of styles) {
      const startedMs = Date.now();
      const call = [
        'gate',
        '--against-ref',
        base,
        '--only',
        style,
        '--within',
        flags.within,
        '--out',
        join(folder, 'out'),
      ];
      const { status, stdout, stderr } = spawnSync('node', ['dist/cli.js', ...call], {
        cwd: clone,
        encoding: 'utf8',
      });
      const seconds = Math.round((Date.now() - startedMs) / 1_000);
      const advice =
        stdout.split('\n').find((line) => /^(Worse|Not worse|Nothing)|not decided in/.test(line)) ?? '';
      rows.push(
        `| ${name} | ${style} | ${status} | ${advice.replace(/\. Find what.*| and .*$/, '').replaceAll('|', '\\|')} | ${seconds} s |`,
      );
      outputs.push(
        `$ npx tandem ${['gate', '--against-ref', base.slice(0, 12), '--only', style, '--within', flags.within].join(' ')}   # ${name}\n${stdout.replace(/\nreport:.*/g, '').trim()}\n${stderr.split('\n').find((line) => line.startsWith('beyond measuring')) ?? ''}\nexit ${status}, ${seconds} s\n`,
      );
      process.stderr.write(`${rows.at(-1)}\n`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

mkdirSync(dirname(flags.out), { recursive: true });
writeFileSync(
  flags.out,
  `# Slowdowns in the code, as a gate saw them

Each is one change on a branch of a clone, compared with the commit before it by \`tandem gate\`, ${flags.within} a contestant at most
(\`node scripts/power/slowdowns.mjs\`).

| what the branch changed | contestant | exit | what the gate said | wall time |
| --- | --- | --- | --- | --- |
${rows.join('\n')}

\`\`\`text
${outputs.join('\n')}\`\`\`
`,
);
