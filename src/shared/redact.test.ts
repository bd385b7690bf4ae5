import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from './redact.ts';

describe('an address without its secrets', () => {
  it.each([
    ['amqp://user:secret@host:5672/vhost', 'amqp://user:***@host:5672/vhost'],
    ['amqps://user:SEC@RET@host', 'amqps://user:***@host'],
    ['user:secret@host:5672', 'user:***@host:5672'],
    ['amqp://user:s/e:c@host', 'amqp://user:***@host'],
    ['amqp://host/?password=secret&heartbeat=5', 'amqp://host/?password=***&heartbeat=5'],
    ['amqp://host?auth_token=secret', 'amqp://host?auth_token=***'],
    [
      'connect ECONNREFUSED amqp://u:p@h:1 (password: hunter22)',
      'connect ECONNREFUSED amqp://u:***@h:1 (password: ***',
    ],
    ['amqp://token@host', 'amqp://***@host'],
    ['amqp://127.0.0.1:5672', 'amqp://127.0.0.1:5672'],
    ['RabbitMQ at amqp://127.0.0.1:5672: no answer.', 'RabbitMQ at amqp://127.0.0.1:5672: no answer.'],
  ])('%s', (written, shown) => {
    expect(redact(written)).toBe(shown);
  });

  it('shows nothing of any password, wherever it stands', () => {
    const password = fc
      .string({
        unit: fc.constantFrom(...'abcXYZ019@:/?#%!$()=+-_.~'.split(/(?:)/)),
        minLength: 8,
        maxLength: 24,
      })
      .filter((text) => /[a-zA-Z0-9]{4}/.test(text));
    const places = [
      (secret: string) => `amqp://user:${secret}@host:5672/v`,
      (secret: string) => `user:${secret}@host`,
      (secret: string) => `amqps://u:${encodeURIComponent(secret)}@host`,
      (secret: string) => `amqp://host/?password=${encodeURIComponent(secret)}&x=1`,
    ];
    fc.assert(
      fc.property(password, fc.constantFrom(...places), (secret, place) => {
        const shown = redact(place(secret));
        for (const part of secret.match(/[a-zA-Z0-9]{4,}/g) ?? []) expect(shown).not.toContain(part);
      }),
    );
  });
});
