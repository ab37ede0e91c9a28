import fc from 'fast-check';

import { CountTable } from './count-table.js';
import { analyseText, cutHash, pairHash, pushGramHashes } from './text-analysis.js';

const grams = (word: string): number[] => {
  const hashes: number[] = [];
  pushGramHashes(word, hashes);
  return hashes;
};

describe('CountTable', () => {
  it('should count as a map does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 600 }), (values) => {
        const hashes = values.map((value) => Math.imul(value, 0x9e3779b9));
        const expected = new Map<number, number>();
        for (const hash of hashes) expected.set(hash, Math.min(255, (expected.get(hash) ?? 0) + 1));
        const table = new CountTable(expected.size);
        for (const hash of hashes) table.add(hash);
        for (const [hash, count] of expected) expect(table.count(hash)).toBe(count);
        expect(table.count(123_456_789)).toBe(0);
      }),
    );
  });

  it('should hardly ever mistake a hash for another', () => {
    const table = new CountTable(1_000);
    for (let i = 0; i < 1_000; i++) table.add(cutHash(`a${i}`));
    let mistaken = 0;
    for (let i = 0; i < 10_000; i++) if (table.count(cutHash(`b${i}`)) > 0) mistaken++;
    expect(mistaken).toBeLessThan(20);
  });

  it('should stop at 255', () => {
    const table = new CountTable(1);
    for (let i = 0; i < 300; i++) table.add(7);
    expect(table.count(7)).toBe(255);
  });

  it('should hold nothing when made for nothing', () => {
    expect(new CountTable(0).count(1)).toBe(0);
  });
});

describe('analyseText', () => {
  it('should cut words into pieces of four letters with their edges', () => {
    expect(grams('reset')).toHaveLength(4); // _res rese eset set_
    expect(grams('ab')).toHaveLength(1);
    expect(grams('a')).toHaveLength(0);
    expect(grams('preset')).toEqual(expect.arrayContaining(grams('reset').slice(1)));
    expect(grams('preset')).not.toContain(grams('reset')[0]);
  });

  it('should count pieces and neighbours of content words', () => {
    const text = analyseText('The reset of the password, reset passwords', 'en');
    expect(text.words).toBe(4);
    expect(grams('reset').map((hash) => text.grams.count(hash))).toEqual([2, 2, 2, 2]);
    expect(text.pairs.count(pairHash(cutHash('reset'), cutHash('password')))).toBe(2);
    expect(text.pairs.count(pairHash(cutHash('password'), cutHash('reset')))).toBe(1);
    expect(text.grams.count(grams('banana')[0])).toBe(0);
  });

  it('should leave function words in where the language is unknown', () => {
    expect(analyseText('the reset', 'und').words).toBe(2);
  });
});
