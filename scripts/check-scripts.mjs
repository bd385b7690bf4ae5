// Links every script with what it imports of the build, so that a name that was changed in src/ is missed here and not when the script runs.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const root = join(import.meta.dirname, '..');
const scriptsIn = (folder) =>
  readdirSync(join(root, folder), { recursive: true })
    .filter((name) => name.endsWith('.mjs'))
    .map((name) => join(folder, name));

const build = await rolldown({
  cwd: root,
  input: [...scriptsIn('scripts'), ...scriptsIn('test/support')],
  platform: 'node',
  external: /^[^./]/,
  logLevel: 'silent',
});
try {
  await build.generate({ format: 'esm' });
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  await build.close();
}
