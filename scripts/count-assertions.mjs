// Type assertions in src, tests and `as const` left out: where the compiler is told what it cannot know. Few, and each with its reason.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const most = 19;
const root = join(import.meta.dirname, '../src');
const found = [];
for (const name of readdirSync(root, { recursive: true })) {
  if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
  const source = ts.createSourceFile(
    name,
    readFileSync(join(root, name), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const visit = (node) => {
    if (ts.isAsExpression(node) && node.type.getText() !== 'const') {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`src/${name}:${line + 1}: ${node.getText().replaceAll(/\s+/g, ' ').slice(0, 100)}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}
process.stdout.write(`${found.length} type assertions, ${most} at most\n${found.join('\n')}\n`);
if (found.length > most) process.exitCode = 1;
