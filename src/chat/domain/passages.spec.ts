import { claimsOf } from './claims.js';
import { LONGEST_SNIPPET } from './cut.js';
import { previewOf } from './preview.js';
import { snippetOf } from './snippet.js';

const LONG = [
  'The company was founded in 1987 by Dr. Smith.',
  'It has grown ever since and now has offices in eleven countries on four continents.',
  'Parental leave is 16 weeks at full pay.',
  'It starts with the birth and may be taken in two parts.',
  'Lunch is served from noon until two in the canteen, which lies on the ground floor beside the library.',
  'Visitors pay a small fee.',
].join(' ');

describe('claimsOf', () => {
  it('finds the statement before the first marker of each number', () => {
    expect([...claimsOf('It is 16 weeks. [1] It starts with the birth [2, 3]. More [1].')]).toEqual([
      [1, 'It is 16 weeks.'],
      [2, 'It starts with the birth'],
      [3, 'It starts with the birth'],
    ]);
  });

  it('knows lists and lines', () => {
    expect(claimsOf('Two things:\n- Leave is long [1]\n- Lunch is free [2]').get(2)).toBe('Lunch is free');
  });
});

describe('snippetOf', () => {
  it('is the quoted sentence, whole, as the document has it', () => {
    expect(snippetOf(LONG, 'Parental leave is 16 weeks at full pay.')).toBe(
      'Parental leave is 16 weeks at full pay.',
    );
    expect(snippetOf(LONG, 'Smith.').length).toBeGreaterThan(6);
    expect(snippetOf(LONG, 'leave is 16 weeks at full')).toBe('Parental leave is 16 weeks at full pay.');
  });

  it('begins with the sentence that shares most words with a claim in other words', () => {
    expect(snippetOf(LONG, 'You get 16 weeks of parental leave')).toMatch(/^Parental leave is 16 weeks/);
  });

  it('is always part of the passage and never long', () => {
    const passage = `${'x'.repeat(1_000)} ${LONG}`;
    for (const claim of ['', 'lunch in the canteen', 'nothing of the kind']) {
      const snippet = snippetOf(passage, claim).replace(/…$/, '');
      expect(passage).toContain(snippet);
      expect(snippet.length).toBeLessThanOrEqual(LONGEST_SNIPPET);
    }
  });
});

describe('previewOf', () => {
  it('begins with the sentence that holds the longest word of the question', () => {
    expect(previewOf(LONG, ['how', 'long', 'is', 'parental', 'leave'])).toMatch(/^Parental leave/);
  });

  it('is the beginning where no word occurs, and a short passage whole', () => {
    expect(previewOf(LONG, ['zebra'])).toMatch(/^The company/);
    expect(previewOf(' Short. ', ['zebra'])).toBe('Short.');
  });

  it('is never long', () => {
    expect(previewOf('x'.repeat(5_000), ['x']).length).toBeLessThanOrEqual(LONGEST_SNIPPET);
  });
});
