import { estimateTokens } from './token-estimate.js';

describe('estimated tokens', () => {
  it('are a quarter of the letters', () => {
    expect(estimateTokens('')).toBe(0);
    expect(estimateTokens('a')).toBe(1);
    expect(estimateTokens('Parental leave is 16 weeks at full pay.')).toBe(10);
    expect(estimateTokens('Отпуск длится')).toBe(4);
  });

  it('are one for each character of scripts without spaces', () => {
    expect(estimateTokens('产假为十六周')).toBe(6);
    expect(estimateTokens('육아휴직')).toBe(4);
  });
});
