import { DEFAULT_VECTOR_WEIGHT, fuse, vectorShare } from './fusion.js';

const list = (...entries: [string, number][]) => entries.map(([chunkId, score]) => ({ chunkId, score }));

describe('fuse', () => {
  it('should leave the keyword list as it is without vectors', () => {
    const fused = fuse(list(['a', 8], ['b', 4], ['c', 2]), [], 0);
    expect(fused).toEqual([
      { chunkId: 'a', score: 1, lexicalRank: 1 },
      { chunkId: 'b', score: 0.5, lexicalRank: 2 },
      { chunkId: 'c', score: 0.25, lexicalRank: 3 },
    ]);
  });

  it('should weigh both lists by their own range, so that their scales do not matter', () => {
    const fused = fuse(list(['a', 1000], ['b', 900]), list(['b', 0.9], ['c', 0.45]), 0.5);
    expect(fused.map(({ chunkId }) => chunkId)).toEqual(['b', 'a', 'c']);
    expect(fused[0]).toEqual({ chunkId: 'b', score: 0.95, lexicalRank: 2, vectorRank: 1 });
    expect(fused[2].score).toBeCloseTo(0.25);
  });

  it('should measure a full list from its hundredth entry', () => {
    const full = Array.from({ length: 150 }, (_, i) => ({ chunkId: `c${i}`, score: 1000 - i }));
    const fused = fuse(full, [], 0);
    expect(fused).toHaveLength(100);
    expect([fused[0].score, fused[99].score]).toEqual([1, 0]);
  });

  it('should not divide by zero', () => {
    expect(fuse(list(['a', 0]), [], 0)[0].score).toBe(1);
    expect(fuse([], [], 0)).toEqual([]);
  });

  it('should take negative cosines', () => {
    const scores = fuse([], list(['a', 0.2], ['b', -0.2]), 0.5).map(({ score }) => score);
    expect(scores).toEqual([0.5, 0]);
  });
});

describe('vectorShare', () => {
  const some = list(['a', 1]);

  it('should be none without vectors, whatever weight they have', () => {
    expect(vectorShare({ identifiers: false }, [], 1)).toBe(0);
  });

  it.each([
    [DEFAULT_VECTOR_WEIGHT, 0.5, 0.3],
    [1, 1, 0.6],
    [0, 0, 0],
  ])('should be the weight %p, less where the question names things exactly', (weight, plain, exact) => {
    expect(vectorShare({ identifiers: false }, some, weight)).toBe(plain);
    expect(vectorShare({ identifiers: true }, some, weight)).toBeCloseTo(exact);
  });
});
