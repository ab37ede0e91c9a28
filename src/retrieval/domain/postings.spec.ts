import { PassageTable, type Postings, rankPostings } from './postings.js';

describe('ranking from postings', () => {
  const table = new PassageTable();
  const postings = new Map<string, Postings>();

  function hold(lexeme: string, ...entries: [chunkId: string, words: number, tf: number][]): void {
    postings.set(lexeme, {
      places: Uint32Array.from(entries, ([id, words]) => table.placeOf(id, `of ${id}`, words)),
      tfs: Uint8Array.from(entries, ([, , tf]) => tf),
    });
  }

  hold('rare', ['b', 100, 2], ['d', 50, 1]);
  hold('common', ['a', 100, 1], ['b', 100, 1], ['c', 100, 1], ['d', 50, 1]);
  const lexemes = [
    { lexeme: 'rare', weight: 5 },
    { lexeme: 'common', weight: 1 },
  ];
  const rank = (groups: string[][], limit = 10) =>
    rankPostings(table, postings, { groups, lexemes, averageLength: 100, limit });

  it('scores by BM25 and names what each passage holds', () => {
    const [best, second, ...rest] = rank([['rare'], ['common']]);
    // d = 1.2 * (1 - 0.75 + 0.75 * length / average); score = sum of weight * tf / (tf + d)
    expect(best).toMatchObject({ chunkId: 'b', documentId: 'of b', found: [0, 1] });
    expect(best.bm25).toBeCloseTo((5 * 2) / (2 + 1.2) + 1 / (1 + 1.2), 10);
    expect(second).toMatchObject({ chunkId: 'd', found: [0, 1] });
    expect(second.bm25).toBeCloseTo(6 / (1 + 0.75), 10);
    expect(rest.map(({ chunkId }) => chunkId)).toEqual(['a', 'c']);
  });

  it('looks only at passages that hold all words of a group', () => {
    expect(rank([['rare']]).map(({ chunkId }) => chunkId)).toEqual(['b', 'd']);
    expect(rank([['common', 'rare']]).map(({ chunkId }) => chunkId)).toEqual(['b', 'd']);
    expect(rank([['common', 'unheard of']])).toEqual([]);
    expect(rank([])).toEqual([]);
  });

  it('cuts after the limit, equal scores in the order of ids', () => {
    expect(rank([['common']], 3).map(({ chunkId }) => chunkId)).toEqual(['b', 'd', 'a']);
  });

  it('leaves out a document, and looks at nothing where there is no other', () => {
    const question = { groups: [['common']], lexemes, averageLength: 100, limit: 10 };
    const others = rankPostings(table, postings, { ...question, except: 'of b' });
    expect(others.map(({ chunkId }) => chunkId)).toEqual(['d', 'a', 'c']);
    const alone = new PassageTable();
    const own = new Map([
      ['common', { places: Uint32Array.of(alone.placeOf('a', 'only', 9)), tfs: Uint8Array.of(1) }],
    ]);
    expect(rankPostings(alone, own, { ...question, except: 'only' })).toEqual([]);
  });
});
