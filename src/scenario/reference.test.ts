import { expect, test } from 'vitest';
import { roundLiteral } from '../../test/support/round-literal.ts';
import { catalogue } from './catalogue.ts';
import { parseScenario } from './load.ts';
import { isReference, referenceRounds, withReference } from './reference.ts';

const scenario = parseScenario('title: A\nclaim: b\nload: { rate: 10/s }\n', 'a.yaml', catalogue);

test('every contestant gets a twin with the services of the other build', () => {
  const { contestants } = withReference(scenario, { label: 'main', root: '/tmp/other' });
  expect(contestants.map(({ name }) => name)).toEqual(['http@main', 'http', 'events@main', 'events']);
  expect(contestants.map(isReference)).toEqual([true, false, true, false]);
  expect(contestants[0]).toEqual({ ...contestants[1], name: 'http@main', servicesFrom: '/tmp/other' });
});

test('the rounds of the twins stand for the baseline, under the names of the present ones', () => {
  const rounds = [roundLiteral({ contestant: 'events@main' }), roundLiteral({ contestant: 'events' })];
  expect(referenceRounds(rounds)).toEqual([{ ...rounds[0], contestant: 'events' }]);
});
