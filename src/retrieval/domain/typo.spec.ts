import { correctTypo, editDistance, mayBeTypo } from './typo.js';

describe('editDistance', () => {
  it.each([
    ['refund', 'refund', 0],
    ['refund', 'refnud', 1],
    ['refund', 'refun', 1],
    ['refund', 'reefund', 1],
    ['refund', 'rafund', 1],
    ['subscription', 'subcsriptoin', 2],
    ['kitten', 'sitting', 3],
    ['退款政策', '退款策', 1],
  ])('should measure %s and %s as %i', (a, b, distance) => {
    expect(editDistance(a, b, 5)).toBe(distance);
    expect(editDistance(b, a, 5)).toBe(distance);
  });

  it('should give up beyond the limit', () => {
    expect(editDistance('kitten', 'sitting', 1)).toBe(2);
    expect(editDistance('a'.repeat(100), 'b'.repeat(100), 2)).toBe(3);
    expect(editDistance('abc', 'abcdefgh', 2)).toBe(3);
  });
});

describe('correctTypo', () => {
  const known = [
    { lexeme: 'refund', df: 3 },
    { lexeme: 'defund', df: 50 },
    { lexeme: 'reform', df: 500 },
    { lexeme: 'subscript', df: 9 },
  ];

  it('should take the nearest word before a more frequent one', () => {
    expect(correctTypo('refunb', known)?.lexeme).toBe('refund');
  });

  it('should take the most frequent of equally near words', () => {
    expect(correctTypo('xefund', known)?.lexeme).toBe('defund');
  });

  it('should allow two mistakes from eight letters only', () => {
    expect(correctTypo('subcsrpt', known)?.lexeme).toBe('subscript');
    expect(correctTypo('rfeunb', known)).toBeUndefined();
  });

  it('should not correct to a word that no passage holds any more', () => {
    expect(correctTypo('refunt', [{ lexeme: 'refund', df: 0 }])).toBeUndefined();
  });

  it('should leave short words, numbers and codes alone', () => {
    expect(['abc', 'abcd', 'ab12', '2024', 'x'.repeat(41)].map(mayBeTypo)).toEqual([
      false,
      true,
      false,
      false,
      false,
    ]);
  });
});
