import { expect, test } from 'vitest';
import { BrokerRefusal } from './refusal.ts';
import { troubleOfAlarm, troubleOfConnecting, troubleOfVersion } from './troubles.ts';

test.each([
  ['RabbitMQ', '3.7.28', true],
  ['RabbitMQ', '2.9.0', true],
  ['RabbitMQ', '3.8.0', false],
  ['RabbitMQ', '4.1.0', false],
  ['LavinMQ', '2.1.0', false],
])('%s %s is too old: %s', (product, version, isOld) => {
  expect(troubleOfVersion(product, version) !== null).toBe(isOld);
});

test('an alarm names what is short, and what to do about that', () => {
  const { what, remedies } = troubleOfAlarm('low on memory & disk');
  expect(what).toBe('the broker blocked publishers: low on memory & disk');
  expect(remedies.join()).toMatch(/set_vm_memory_high_watermark.*set_disk_free_limit/);
  expect(troubleOfAlarm('low on disk').remedies.join()).not.toContain('memory');
});

test('names are quoted for a shell, and a user that is not shown stays a placeholder', () => {
  const refused = new BrokerRefusal(530, "NOT_ALLOWED - access to vhost 'it''s' refused for user 'me'");
  const at = (url: string): string => troubleOfConnecting(url, refused).remedies.join();
  expect(at('amqp://me:pw@host/it%27s')).toContain(String.raw`-p 'it'\''s' 'me'`);
  expect(at('amqp://token@host/%2F')).toContain("-p '/' USER");
  expect(at('amqp://host')).toContain("-p '/' 'guest'");
});
