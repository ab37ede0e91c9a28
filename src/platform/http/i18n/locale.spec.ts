import { localeOf } from './locale.js';

describe('localeOf', () => {
  it.each([
    [undefined, 'en'],
    ['de-CH, fr;q=0.9', 'de'],
    ['fr;q=0.4, es;q=0.8', 'es'],
    ['ja, it;q=0.9, fr;q=0.1', 'fr'],
    ['de;q=0, *', 'en'],
    ['tr-TR', 'en'],
    [';;;q=x,,', 'en'],
    ['x'.repeat(50_000), 'en'],
  ])('reads %p as %s', (header, locale) => expect(localeOf(header)).toBe(locale));
});
