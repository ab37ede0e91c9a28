import { fatesOf, selectPassages } from './selection.js';

const item = (documentId: string, score: number, fingerprint = `${documentId}${score}`) => ({
  documentId,
  score,
  fingerprint,
});

describe('selectPassages', () => {
  it('should take the best in order', () => {
    const ranked = [item('a', 1), item('b', 0.9), item('c', 0.8)];
    expect(selectPassages(ranked, 2, 0.6)).toEqual(ranked.slice(0, 2));
  });

  it('should show no text twice', () => {
    const chosen = selectPassages([item('a', 1, 'same'), item('b', 0.9, 'same'), item('c', 0.8)], 3, 1);
    expect(chosen.map(({ documentId }) => documentId)).toEqual(['a', 'c']);
  });

  it('should leave room for other documents that have something of worth', () => {
    const ranked = [
      item('a', 1),
      item('a', 0.99),
      item('a', 0.98),
      item('a', 0.97),
      item('b', 0.7),
      item('c', 0.6),
    ];
    const chosen = selectPassages(ranked, 5, 0.6);
    expect(chosen.map(({ documentId }) => documentId)).toEqual(['a', 'a', 'a', 'b', 'c']);
  });

  it('should not give that room to what has none', () => {
    const ranked = [item('a', 1), item('a', 0.9), item('a', 0.8), item('a', 0.7), item('b', 0.1)];
    expect(selectPassages(ranked, 4, 0.5).map(({ documentId }) => documentId)).toEqual(['a', 'a', 'a', 'a']);
  });

  it('should fill up from one document where there is no other', () => {
    const ranked = Array.from({ length: 10 }, (_, i) => item('a', 1 - i / 20));
    expect(selectPassages(ranked, 5, 0.6)).toEqual(ranked.slice(0, 5));
  });
});

describe('fatesOf', () => {
  it('should say why each passage was taken or not', () => {
    const ranked = [
      item('a', 1, 'one'),
      item('a', 0.99, 'two'),
      item('b', 0.98, 'two'),
      item('a', 0.97, 'three'),
      item('b', 0.9, 'four'),
      item('c', 0.2, 'five'),
    ];
    const chosen = selectPassages(ranked, 3, 0.6);
    expect(fatesOf(ranked, chosen)).toEqual([
      'taken',
      'taken',
      'duplicate',
      'document_share',
      'taken',
      'top_k',
    ]);
  });

  it('should know of none', () => expect(fatesOf([], [])).toEqual([]));
});
