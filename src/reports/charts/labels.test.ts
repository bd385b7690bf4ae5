import { expect, it } from 'vitest';
import { shortened } from './labels.ts';

it.each([
  { text: 'events', pixels: 146, kept: '', shown: 'events' },
  { text: 'quorum-later', pixels: 146, kept: ' ≤ 557', shown: 'quorum-lat… ≤ 557' },
  { text: 'a-contestant-with-a-long-name', pixels: 146, kept: '', shown: 'a-contestant-wit…' },
  { text: 'a-contestant-with-a-long-name', pixels: 146, kept: ': too few', shown: 'a-conte…: too few' },
])('$text$kept in $pixels pixels is shown as $shown', ({ text, pixels, kept, shown }) => {
  expect(shortened(text, pixels, kept)).toBe(shown);
});
