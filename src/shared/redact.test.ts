import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact, shownAddress } from './redact.ts';

describe('an address without its secrets', () => {
  it.each([
    ['amqp://user:secret@host:5672/vhost', 'amqp://user:***@host:5672/vhost'],
    ['amqps://user:SEC@RET@host', 'amqps://user:***@host'],
    ['amqps://user:p%40ss@host', 'amqps://user:***@host'],
    ['user:secret@host:5672', 'user:***@host:5672'],
    ['amqp://user:s/e:c ret@host', 'amqp://user:***@host'],
    ['amqp://user:"quo\'ted"@host', 'amqp://user:***@host'],
    ['amqp://host/?password=secret&heartbeat=5', 'amqp://host/?heartbeat=5&***'],
    ['amqp://user:secret@host?heartbeat=5', 'amqp://user:***@host?heartbeat=5'],
    ['amqp://host?p%61ssword=secret', 'amqp://host?***'],
    ['amqp://host?password=sec@ret', 'amqp://***'],
    ['amqp://user:se?cr@et@host', 'amqp://***'],
    ['amqp://token@host', 'amqp://***@host'],
    ['amqp://token:@host', 'amqp://***@host'],
    ['amqp://secret:secret@host', 'amqp://***:***@host'],
    ['amqp://guest:guest@host', 'amqp://guest:***@host'],
    ['user:secret', '***'],
    ['amqp://127.0.0.1:5672', 'amqp://127.0.0.1:5672'],
    ['amqp://[::1]:5672/%2f', 'amqp://[::1]:5672/%2f'],
    ['hunter22', '***'],
  ])('%s', (written, shown) => {
    expect(shownAddress(written)).toBe(shown);
  });
});

describe('a text without secrets', () => {
  it.each([
    [
      'connect ECONNREFUSED amqp://u:p@h:1 (password: hunter22)',
      'connect ECONNREFUSED amqp://u:***@h:1 (password: ***',
    ],
    ['amqps://user:SEC@RET@host is away', 'amqps://user:***@host is away'],
    ['RabbitMQ at amqp://127.0.0.1:5672: no answer.', 'RabbitMQ at amqp://127.0.0.1:5672: no answer.'],
    ['at user:secret@host:5672', 'at user:***@host:5672'],
    ['amqp://host?auth_token=a,b;c&x=1', 'amqp://host?auth_token=***&x=1'],
    ['{"password":"a b","user":"u"}', '{"password":***,"user":"u"}'],
    ['Authorization: Bearer abc.def', 'Authorization: ***'],
    ['apiKey=abc clientSecret: def', 'apiKey=*** clientSecret: ***'],
    // What only looks a little like it stays.
    ['ended by signal: SIGKILL; design: x; author: y', 'ended by signal: SIGKILL; design: x; author: y'],
    ['at file:///node_modules/.pnpm/a@1.2.3/x.js:3:4', 'at file:///node_modules/.pnpm/a@1.2.3/x.js:3:4'],
    ['scenarios/a.yaml:3:4: a budget is wrong', 'scenarios/a.yaml:3:4: a budget is wrong'],
  ])('%s', (written, shown) => {
    expect(redact(written, '')).toBe(shown);
  });

  it('knows the secrets of the broker that is used, in whatever a library made of them', () => {
    const address = 'amqp://user:1234/ReT%40ur?n@elsewhere@h';
    for (const text of [
      'connect ECONNREFUSED 127.0.0.1:1234',
      'getaddrinfo ENOTFOUND elsewhere',
      `TypeError: Invalid URL { input: '${address}' }`,
      'access to vhost "RET@ur" refused',
      'access to vhost "ret%40ur" refused',
    ])
      expect(redact(text, address)).not.toMatch(/1234|ret.*ur|elsewhere/i);
  });

  it('takes no long time for a long text', () => {
    for (const text of [
      'a'.repeat(300_000),
      'token'.repeat(60_000),
      'a://'.repeat(75_000),
      'a=b:'.repeat(75_000),
    ])
      expect(redact(text, 'amqp://u:secret@h')).toHaveLength(text.length);
  });
});

describe('no piece of a secret is shown', () => {
  const letters = [
    ...Array.from('abcdefXYZ0189'),
    ...Array.from(`@:/?#%!$&'"()=+-_.~,; <>[]{}\\|^\``),
    'é',
    '漢',
    '%40',
    '%2F',
    '\u{1f511}',
  ];
  const secrets = fc.string({ unit: fc.constantFrom(...letters), minLength: 4, maxLength: 24 });
  const wild = fc.string({ unit: 'binary', minLength: 4, maxLength: 16 });
  const decode = (text: string): string => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '-');
  const quoted = (text: string): string => JSON.stringify({ url: text, list: [text] });
  const parsed = (text: string): string => {
    try {
      const { href, host, username, password, pathname, search } = new URL(text);
      return [href, host, username, password, pathname, search, decode(password)].join(' ');
    } catch (error) {
      return String(error);
    }
  };
  const addresses: Readonly<Record<string, (secret: string) => string>> = {
    'a password': (secret) => `amqp://u:${secret}@h:5672/v`,
    'a password of TLS': (secret) => `amqps://u:${secret}@h`,
    'no scheme': (secret) => `u:${secret}@h`,
    'a token': (secret) => `amqp://${secret}@h`,
    // With a colon within it is a name and a password.
    'a token with a colon': (secret) => `amqp://${secret.replaceAll(':', '.')}:@h`,
    'a parameter': (secret) => `amqp://h/v?password=${secret}`,
    'a parameter among others': (secret) => `amqp://h?heartbeat=5&token=${secret}&frameMax=8192`,
    encoded: (secret) => `amqp://u:${encodeURIComponent(wellFormed(secret))}@h`,
    'an encoded parameter': (secret) => `amqp://h?secret=${encodeURIComponent(wellFormed(secret))}`,
  };
  const messages: readonly ((address: string) => string)[] = [
    (address) => address,
    (address) => `AMQP_URL is set to ${address}: connect ECONNREFUSED`,
    quoted,
    parsed,
    (address) => `Invalid URL: ${address.toLowerCase()}`,
  ];
  /** Every run of four characters that says something: of letters and digits, which chance and our own words do not bring. */
  const pieces = (secret: string): readonly string[] =>
    [secret, decode(secret)].flatMap((text) => text.match(/[\p{L}\p{N}]{4,}/gu) ?? []);
  const ours =
    'AMQP_URL is set to connect ECONNREFUSED Invalid URL TypeError list password token secret heartbeat frameMax 8192 5672 null';

  it.each(Object.entries(addresses))('of %s', (_, address) => {
    fc.assert(
      fc.property(fc.oneof(secrets, wild), fc.constantFrom(...messages), (secret, message) => {
        const shown = redact(message(address(secret)), address(secret)).toLowerCase();
        const alone = shownAddress(address(secret)).toLowerCase();
        for (const piece of pieces(secret).map((text) => text.toLowerCase())) {
          for (let at = 0; at + 4 <= piece.length; at += 1) {
            const part = piece.slice(at, at + 4);
            if (ours.toLowerCase().includes(part)) continue;
            expect(shown).not.toContain(part);
            expect(alone).not.toContain(part);
          }
        }
        if (secret.length >= 8 && secret.trim() === secret) expect(shown).not.toContain(secret.toLowerCase());
      }),
      { numRuns: 200 },
    );
  });
});
