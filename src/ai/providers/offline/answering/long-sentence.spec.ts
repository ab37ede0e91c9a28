import fc from 'fast-check';
import { fragmentsOf } from './long-sentence.js';

describe('fragmentsOf', () => {
  it('should leave what can be quoted whole', () =>
    expect(fragmentsOf('A sentence.')).toEqual(['A sentence.']));

  it('should cut at line ends first, and show it', () => {
    const [first, second] = fragmentsOf(`${'first '.repeat(60)}\n${'second '.repeat(60)}`);
    expect(first).toMatch(/^first .* first …$/u);
    expect(second).toMatch(/^… second .* second$/u);
  });

  it('should cut long lines after a comma, else at a blank', () => {
    expect(fragmentsOf('one two three, '.repeat(60))[0]).toMatch(/three, …$/u);
    expect(fragmentsOf('word '.repeat(200))[0]).toMatch(/word …$/u);
  });

  it('should lose no character and break none, whatever the text', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 400, maxLength: 1500 });
    fc.assert(
      fc.property(text, (original) => {
        const fragments = fragmentsOf(original);
        const joined = fragments.map((fragment) => fragment.replace(/^… | …$/gu, '')).join('');
        if (!original.includes('…')) expect(joined.replace(/\s/gu, '')).toBe(original.replace(/\s/gu, ''));
        expect(fragments.every((fragment) => Buffer.from(fragment).toString() === fragment)).toBe(true);
      }),
    );
  });
});
