import { readQuestion } from './question.js';
import { resolveTerms } from './question-terms.js';

const stem = (word: number, lexeme: string, df: number, similar: { lexeme: string; df: number }[] = []) => ({
  word,
  lexeme,
  df,
  similar,
});
const size = { chunks: 1_000, mainConfig: 'english' };

describe('resolveTerms', () => {
  it('should weigh words by rarity and search only those that occur', () => {
    const question = readQuestion('common rare absent');
    const { terms } = resolveTerms(
      question,
      [stem(0, 'common', 900), stem(1, 'rare', 2), stem(2, 'absent', 0)],
      size,
    );
    expect(terms.map(({ lexeme }) => lexeme)).toEqual(['rare', 'common']);
    expect(terms[0].weight).toBeGreaterThan(10 * terms[1].weight);
  });

  it('should put the word that was meant in place of a mistyped one', () => {
    const question = readQuestion('annual subscripton price');
    const resolved = resolveTerms(
      question,
      [
        stem(0, 'annual', 4),
        stem(1, 'subscripton', 0, [{ lexeme: 'subscript', df: 7 }]),
        stem(2, 'price', 9),
      ],
      size,
    );
    expect(resolved.terms.map(({ lexeme }) => lexeme)).toContain('subscript');
    expect(resolved.compared.pairs).toEqual([
      ['annual', 'subscript'],
      ['subscript', 'price'],
    ]);
    expect(resolved.coverage([0, 1, 2])).toBeCloseTo(1);
  });

  it('should not mend a word that some language of the bot knows', () => {
    const question = readQuestion('gift');
    const { terms } = resolveTerms(
      question,
      [stem(0, 'gift', 3), stem(0, 'gift', 0, [{ lexeme: 'gifts', df: 900 }])],
      size,
    );
    expect(terms.map(({ lexeme }) => lexeme)).toEqual(['gift']);
  });

  it('should forget words that are function words to the bot', () => {
    const resolved = resolveTerms(readQuestion('zzz refund'), [stem(1, 'refund', 3)], size);
    expect(resolved.compared.words.map(({ text }) => text)).toEqual(['refund']);
    expect(resolved.coverage([0])).toBe(1);
  });

  it('should measure coverage by rarity, unknown words included', () => {
    const resolved = resolveTerms(
      readQuestion('common rare absent'),
      [stem(0, 'common', 900), stem(1, 'rare', 1), stem(2, 'absent', 0)],
      size,
    );
    const place = (lexeme: string) => resolved.terms.findIndex((term) => term.lexeme === lexeme);
    expect(resolved.coverage([place('common')])).toBeLessThan(0.02);
    expect(resolved.coverage([place('rare')])).toBeCloseTo(0.5, 1);
    expect(resolved.coverage([])).toBe(0);
  });

  it('should hold at most 64 terms, the heaviest', () => {
    const question = {
      ...readQuestion('x'),
      words: Array.from({ length: 100 }, (_, i) => ({ text: `w${i}`, weight: 1 })),
    };
    const stems = question.words.map((_, i) => stem(i, `w${i}`, 1 + i));
    const { terms } = resolveTerms(question, stems, size);
    expect(terms).toHaveLength(64);
    expect(terms[0].lexeme).toBe('w0');
  });
});
