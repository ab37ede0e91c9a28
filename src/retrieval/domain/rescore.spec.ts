import { rescore } from './rescore.js';
import { analyseText, contentWords, cutHash } from './text-analysis.js';

const entry = (chunkId: string, bm25: number, text: string, title = '') => ({
  chunkId,
  bm25,
  text: analyseText(text, 'en'),
  titleCuts: contentWords(title, 'en').map(cutHash),
});
const question = (text: string, language = 'en') => {
  const words = contentWords(text, 'en');
  return {
    words: words.map((word) => ({ text: word, weight: 1 })),
    pairs: words.slice(1).map((word, i) => [words[i], word] as [string, string]),
    language,
  };
};
const order = (list: { chunkId: string }[]) => list.map(({ chunkId }) => chunkId);

describe('rescore', () => {
  it('should keep the keyword order where nothing else speaks', () => {
    const pool = [
      entry('a', 3, 'unrelated words'),
      entry('b', 2, 'other things'),
      entry('c', 1, 'more stuff'),
    ];
    expect(order(rescore(pool, question('question')))).toEqual(['a', 'b', 'c']);
  });

  it('should see pieces of words that stems do not', () => {
    const pool = [
      entry('a', 5, 'the law is old'),
      entry('b', 5, 'das Datenschutzgesetz gilt'),
      entry('c', 5, 'no word of it'),
    ];
    expect(order(rescore(pool, question('Datenschutz', 'de')))[0]).toBe('b');
  });

  it('should prefer neighbouring words that are neighbours', () => {
    const pool = [
      entry('apart', 5, 'a card for members is a gift'),
      entry('together', 5, 'gift card for all members'),
    ];
    expect(order(rescore(pool, question('gift card')))[0]).toBe('together');
  });

  it('should prefer titles that name what is asked', () => {
    const text = 'we explain how this works in detail';
    const pool = [
      entry('a', 5, text, 'Shipping'),
      entry('b', 5, text, 'Refunds'),
      entry('c', 5, text, 'Contact'),
    ];
    expect(order(rescore(pool, question('refunding')))[0]).toBe('b');
  });

  it('should let a rare neighbourhood weigh more than one that all passages hold', () => {
    const pool = [
      entry('a', 5, 'user account settings'),
      entry('b', 5, 'user account settings and two factor login'),
      entry('c', 5, 'user account settings page'),
    ];
    const [first, ...rest] = rescore(pool, question('user account two factor'));
    expect(first.chunkId).toBe('b');
    expect(first.score).toBeGreaterThan(rest[0].score + 1);
  });

  it('should take an empty pool and an empty question', () => {
    expect(rescore([], question('x'))).toEqual([]);
    expect(rescore([entry('a', 1, '')], question(''))).toEqual([{ chunkId: 'a', score: 1 }]);
  });

  it('should weigh words of earlier turns less', () => {
    const pool = [entry('own', 5, 'museum prices'), entry('earlier', 5, 'zeppelin prices')];
    const words = [
      { text: 'museum', weight: 1 },
      { text: 'zeppelin', weight: 0.4 },
    ];
    expect(order(rescore(pool, { words, pairs: [], language: 'en' }))[0]).toBe('own');
  });
});
