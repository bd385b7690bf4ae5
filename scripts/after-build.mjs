// Every entry point becomes one file: a process of a round starts in a third of the time that hundreds of modules take to load.
// Types and the modules that a program imports stay as tsc wrote them.
import { chmodSync, writeFileSync } from 'node:fs';
import { rolldown } from 'rolldown';

// Native code, worker files, and code that evaluates `require`: these stay packages.
const external = ['libsql', 'autocannon', 'hdr-histogram-js'];

const bundle = async (input, output) => {
  const build = await rolldown({ input, platform: 'node', external, logLevel: 'warn' });
  await build.write({ format: 'esm', ...output });
  await build.close();
};

const children = [
  'service/main.js',
  'load/main.js',
  'load/stub/main.js',
  'links/main.js',
  'replay/main.js',
  'reaper/main.js',
];
await Promise.all([
  ...children.map((file) => bundle(`dist/${file}`, { file: `dist/${file}`, codeSplitting: false })),
  // As deep as the modules it is made of, which look for the package's files from where they are.
  bundle('dist/cli.js', {
    dir: 'dist/bundled',
    entryFileNames: 'cli.js',
    chunkFileNames: '[name]-[hash].js',
  }),
]);
writeFileSync('dist/cli.js', "#!/usr/bin/env node\nimport './bundled/cli.js';\n");
chmodSync('dist/cli.js', 0o755);
