import { growth } from '../../../test/support/growth.js';
import { normaliseText, words } from './normalise.js';

describe('words', () => {
  it('should cut at everything but letters, digits and marks, in lower case', () => {
    expect(words("The user's max_tokens=4096, see https://a.example/B?c=1!")).toEqual([
      'the',
      'user',
      's',
      'max',
      'tokens',
      '4096',
      'see',
      'https',
      'a',
      'example',
      'b',
      'c',
      '1',
    ]);
  });

  it('should fold compatibility forms, so that full-width and ligature text meets plain text', () => {
    expect(normaliseText('ＦＵＬＬ ﬁle ①')).toBe('full file 1');
    expect(normaliseText('cafe\u0301')).toBe(normaliseText('CAFÉ'));
  });

  it('should make overlapping pairs of scripts without spaces, apart from other scripts beside them', () => {
    expect(words('退款政策')).toEqual(['退款', '款政', '政策']);
    expect(words('iPhone手机2024年')).toEqual(['iphone', '手机', '2024', '年']);
    expect(words('データベース')).toEqual(['デー', 'ータ', 'タベ', 'ベー', 'ース']);
  });

  it('should keep characters beyond the basic plane whole', () => {
    expect(words('𠀀𠀁𠀂')).toEqual(['𠀀𠀁', '𠀁𠀂']);
  });

  it('should keep the vowel marks of Indic and Arabic words', () => {
    expect(words('हिन्दी में')).toEqual(['हिन्दी', 'में']);
    expect(words('مَدرَسة')).toHaveLength(1);
  });

  it('should drop what is no text', () => {
    expect(words('\u0000 \ud800 😀 -- ')).toEqual([]);
  });

  it.each([
    ['letters', 'a'.repeat(5_000)],
    ['Han', '退'.repeat(5_000)],
    ['blanks', ' '.repeat(5_000)],
    ['mixed scripts', 'a退'.repeat(2_500)],
    ['marks', 'a' + '\u0301'.repeat(5_000)],
  ])('should take 160 KB of %s in linear time', (_, text) => {
    expect(growth(words, text)).toBeLessThan(8);
  });
});
