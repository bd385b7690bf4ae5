import { expect, test } from 'vitest';
import { failureAnnotations, failureSummary, suiteOfFailure } from './failure.ts';
import { junitDocument } from './junit-document.ts';

const startedAt = '2026-01-02T03:04:05.678Z';
const places = {
  kind: 'usage',
  message: 'a,b.yaml:3:5: unknown key `x`\n  3 | x: 1\n    | ^\na,b.yaml:9:1: no 100%',
} as const;

test('every place that is named gets its own annotation, and the lines around it none', () => {
  expect(failureAnnotations(places, (file) => `sub/${file}`).split('\n')).toEqual([
    '::error file=sub/a%2Cb.yaml,line=3,col=5,title=Tandem%3A wrong usage or scenario (exit 2)::unknown key `x`',
    '::error file=sub/a%2Cb.yaml,line=9,col=1,title=Tandem%3A wrong usage or scenario (exit 2)::no 100%25',
    '',
  ]);
});

test('what names no place is told once, whole, and cannot forge a command', () => {
  const message = 'first\n::warning::second';
  expect(failureAnnotations({ kind: 'environment', message }, (file) => file)).toBe(
    '::error title=Tandem%3A the environment (exit 4)::first%0A::warning::second\n',
  );
});

test('a summary keeps its text in its fence', () => {
  expect(failureSummary({ kind: 'internal', message: 'a\n```\n<b>' })).toBe(
    '### Tandem: an error of its own (exit 3)\n\n````\na\n```\n<b>\n````\n',
  );
});

test('JUnit has an error with its type for each, and stays XML', () => {
  const xml = junitDocument([
    suiteOfFailure(places, startedAt),
    suiteOfFailure({ kind: 'environment', message: 'no <disk>\u0007 \ud800\nleft' }, startedAt),
  ]);
  expect(xml).toContain('<testsuites tests="3" failures="0" errors="3" skipped="0" time="0.000">');
  expect(xml).toContain(
    'name="a,b.yaml:9:1" file="a,b.yaml" line="9" time="0.000"><error type="usage" message="no 100%"/>',
  );
  expect(xml).toContain(
    '<error type="environment" message="no &lt;disk&gt;\ufffd \ufffd">no &lt;disk&gt;\ufffd \ufffd\nleft</error>',
  );
});
