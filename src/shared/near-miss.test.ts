import { describe, expect, it } from 'vitest';
import { nearMiss, suggest } from './near-miss.ts';

describe('nearMiss', () => {
  it.each([
    ['retrys', ['timeout', 'retries'], 'retries'],
    ['contestents', ['contestants', 'claim'], 'contestants'],
    ['paymnets', ['subscriptions', 'payments'], 'payments'],
    ['Warmup', ['warmUp'], 'warmUp'],
    ['completed.p96', ['completed.p90', 'completed.p95', 'accepted.p95'], 'completed.p90'],
    ['xyz', ['http', 'events'], null],
    ['', ['http'], null],
  ])('finds for %s among %s: %s', (written, known, expected) =>
    expect(nearMiss(written, known)).toBe(expected),
  );

  it('lists what is known when nothing is near', () => {
    expect(suggest('soap', ['http', 'events'])).toBe('expected one of http, events');
    expect(suggest('event', ['http', 'events'])).toBe('did you mean `events`?');
  });
});
