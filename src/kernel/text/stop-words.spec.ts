import { words } from './normalise.js';
import { stopWordLanguages, stopWords } from './stop-words.js';

describe('stopWords', () => {
  it('should hold the function words of a language and none of another', () => {
    expect(stopWords('en').has('the')).toBe(true);
    expect(stopWords('de').has('the')).toBe(false);
  });

  it('should be empty for languages without a list', () => {
    expect(stopWords('xx').size).toBe(0);
    expect(stopWords('__proto__').size).toBe(0);
  });

  it.each(stopWordLanguages())('should hold words of %s as the normaliser makes them', (language) => {
    const list = [...stopWords(language)];
    expect(list.length).toBeGreaterThanOrEqual(14);
    // One character alone of a script without spaces is a piece too.
    expect(list.filter((word) => words(word).join() !== word)).toEqual([]);
  });
});
