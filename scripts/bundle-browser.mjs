// Bundles the programs of the pages (src/browser) into src/pages/bundled.ts, a module of texts that the pages are made with.
// The build and every run of the tests do it, so nobody meets an old program. With --check nothing is written, and a file
// that is not current is an error.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const target = join(root, 'src/pages/bundled.ts');

const programs = {
  liveScript: { entry: 'src/browser/live.ts', page: 'live page' },
  reportScript: { entry: 'src/browser/report.ts', page: 'report page' },
  runsScript: { entry: 'src/browser/runs.ts', page: 'page of runs' },
};

/** One classic script that defines nothing outside itself. Throws where it would hold more than our own modules. */
const bundle = async (entry) => {
  const build = await rolldown({
    // Paths in comments are told from here, so that the text is the same wherever the script was started.
    cwd: root,
    input: join(root, entry),
    platform: 'browser',
    logLevel: 'warn',
    transform: { target: 'es2022' },
  });
  const { output } = await build.generate({
    format: 'iife',
    minify: 'dce-only',
    comments: false,
    strict: true,
  });
  await build.close();
  const [chunk] = output;
  const foreign = chunk.moduleIds.filter(
    (id) => id.includes('node_modules') || !id.startsWith(join(root, 'src')),
  );
  if (foreign.length > 0)
    throw new Error(
      `${entry} may not carry ${foreign.map((id) => relative(root, id)).join(', ')} into a page`,
    );
  return chunk.code.trim();
};

const literal = (text) => `\`${text.replace(/\\|`|\$\{/g, (found) => `\\${found}`)}\``;

const moduleText = async () => {
  const parts = await Promise.all(
    Object.entries(programs).map(
      async ([name, { entry, page }]) =>
        `/** The program of the ${page}. */\nexport const ${name} = ${literal(await bundle(entry))};\n`,
    ),
  );
  return `// Made by scripts/bundle-browser.mjs from the modules beside it.\n\n${parts.join('\n')}`;
};

const bundleBrowser = async ({ checking }) => {
  const text = await moduleText();
  if (existsSync(target) && readFileSync(target, 'utf8') === text) return;
  if (checking)
    throw new Error(`${relative(root, target)} is not current: npm run build, and commit what it writes`);
  writeFileSync(target, text);
};

/** Before the tests of any project. */
export const setup = () => bundleBrowser({ checking: false });

if (process.argv[1] === fileURLToPath(import.meta.url))
  await bundleBrowser({ checking: process.argv.includes('--check') });
