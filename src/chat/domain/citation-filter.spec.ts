import fc from 'fast-check';

import { CitationFilter, withoutCitations } from './citation-filter.js';

function filtered(pieces: string[], known = 3): { text: string; cited: number[] } {
  const filter = new CitationFilter(known);
  const text = pieces.map((piece) => filter.push(piece)).join('') + filter.end();
  return { text, cited: [...filter.cited] };
}

describe('CitationFilter', () => {
  it.each([
    ['keeps known numbers', 'A [1]. B [3].', 'A [1]. B [3].', [1, 3]],
    ['drops unknown ones with the blank before them', 'A [4]. B[0] [99].', 'A. B.', []],
    ['keeps the known of a list', 'A [1, 7; 2].', 'A [1, 2].', [1, 2]],
    ['leaves other brackets alone', '[x] [2024] [1a] [link](u) [', '[x] [2024] [1a] [link](u) [', []],
    [
      'leaves code alone',
      '`a[9]` and ```\nb[8] `[7]`\n``` [1] [9]',
      '`a[9]` and ```\nb[8] `[7]`\n``` [1]',
      [1],
    ],
    ['keeps what is left over at the end', 'A [1', 'A [1', []],
  ])('%s', (_, input, text, cited) => expect(filtered([input])).toEqual({ text, cited }));

  it('does the same whatever the split', () => {
    const part = fc.constantFrom(
      'a',
      ' ',
      '[',
      ']',
      '1',
      '9',
      ',',
      '`',
      '``',
      '👶',
      '\n',
      '[2]',
      ' [7]',
      '. ',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), fc.array(fc.nat(60)), (parts, cuts) => {
        const text = parts.join('');
        const places = [...new Set([0, text.length, ...cuts.filter((cut) => cut < text.length)])].sort(
          (a, b) => a - b,
        );
        const pieces = places.slice(1).map((end, i) => text.slice(places[i], end));
        expect(filtered(pieces)).toEqual(filtered([text]));
      }),
    );
  });

  it('never lets out half a character', () => {
    const filter = new CitationFilter(0);
    const [high, low] = ['👶'[0], '👶'[1]];
    expect([filter.push(`a${high}`), filter.push(low), filter.end()]).toEqual(['a', '👶', '']);
    expect(filter.push(high) + filter.end()).toBe('\ufffd');
  });

  it('is linear in hostile text', () => {
    const began = performance.now();
    filtered(['['.repeat(50_000), ' [1'.repeat(20_000), '1,'.repeat(50_000), '`'.repeat(50_000)]);
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

describe('withoutCitations', () => {
  it('takes the markers out of an earlier answer', () => {
    expect(withoutCitations('A [1]. B [2, 3] and [2024].')).toBe('A. B and [2024].');
  });
});
