import fc from 'fast-check';
import { pieces } from './pieces.js';

describe('pieces', () => {
  it('should cut word by word, blanks in front', () => {
    expect([...pieces('Three years. [1]\n\nKeep it.')]).toEqual([
      'Three',
      ' years.',
      ' [1]',
      '\n\nKeep',
      ' it.',
    ]);
  });

  it('should cut scripts without blanks by a few signs', () => {
    expect([...pieces('送料は500円です。 [1]')]).toEqual(['送料', 'は', '500', '円で', 'す。', ' [1]']);
  });

  it('should lose nothing, cut no character and never be empty, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
        const parts = [...pieces(text)];
        expect(parts.join('')).toBe(text);
        expect(parts.every((part) => part.length > 0 && Buffer.from(part).toString() === part)).toBe(true);
      }),
    );
  });
});
