import { comparable, compoundLikeness, likeness } from './likeness.js';

describe('likeness', () => {
  it.each([
    ['cost', 'costs'],
    ['ship', 'shipping'],
    ['open', 'opening'],
    ['engine', 'engineers'],
    ['develop', 'development'],
    ['enviais', 'enviamos'],
    ['garantie', 'garantien'],
    ['доставка', 'доставки'],
    ['배송비가', '배송비는'],
  ])('should take %s and %s for forms of one word', (a, b) => {
    expect(likeness(a, b)).toBeGreaterThan(0.5);
    expect(likeness(a, b)).toBeLessThan(1);
    expect(likeness(b, a)).toBe(likeness(a, b));
  });

  it.each([
    ['car', 'carpet'],
    ['north', 'south'],
    ['1905', '1906'],
    ['order', 'ordinary'],
    ['contract', 'control'],
    ['discount', 'discover'],
    ['country', 'county'],
    ['model', 'modern'],
    ['退货', '退款'],
  ])('should keep %s and %s apart', (a, b) => expect(likeness(a, b)).toBe(0));

  it('should compare without accents and without the Arabic article', () => {
    expect(comparable('envíos')).toBe('envios');
    expect(comparable('größe')).toBe('große');
    expect(comparable('التوصيل')).toBe('توصيل');
    expect(comparable('ดี')).toBe('ดี');
  });

  it('should find a word within a compound, but not a syllable', () => {
    expect(compoundLikeness('frist', 'rückgabefrist')).toBeGreaterThan(0.5);
    expect(compoundLikeness('ist', 'rückgabefrist')).toBe(0);
  });
});
