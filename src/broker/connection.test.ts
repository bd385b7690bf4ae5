import { expect, test } from 'vitest';
import { redacted } from './connection.ts';

test.each([
  ['amqp://me:secret@host:5672/vhost', 'amqp://me:***@host:5672/vhost'],
  ['amqps://me:p%40ss@host', 'amqps://me:***@host'],
  ['amqp://host:5672', 'amqp://host:5672'],
])('%s is shown as %s', (url, shown) => expect(redacted(url)).toBe(shown));
