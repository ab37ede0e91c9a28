import { costMicros, priceOf } from './model-price.js';

const TABLE = {
  'openai:gpt-4.1-mini': { input: 0.4, output: 1.6 },
  'openai:*': { input: 10, output: 30 },
};

describe('what a model costs', () => {
  it('is its own price before that of its provider', () => {
    expect(priceOf('openai:gpt-4.1-mini', TABLE)).toEqual({ input: 0.4, output: 1.6 });
    expect(priceOf('openai:gpt-5', TABLE)).toEqual({ input: 10, output: 30 });
  });

  it('is not known where nobody said', () => {
    expect(priceOf('gemini:gemini-2.5-flash', TABLE)).toBeUndefined();
    expect(priceOf('toString', TABLE)).toBeUndefined();
    expect(priceOf('openai:x', {})).toBeUndefined();
  });

  it('is nothing for the one that needs no service', () => {
    expect(priceOf('offline', {})).toEqual({ input: 0, output: 0 });
  });
});

describe('what an answer costs', () => {
  const cost = (input: number, output: number, promptTokens: number, completionTokens: number) =>
    costMicros({ input, output }, { promptTokens, completionTokens });

  it('is dollars for a million tokens of either kind', () => {
    expect(cost(0.4, 1.6, 1_000_000, 0)).toBe(400_000);
    expect(cost(0.4, 1.6, 0, 1_000_000)).toBe(1_600_000);
    expect(cost(3, 15, 812, 96)).toBe(812 * 3 + 96 * 15);
  });

  it('is rounded up to a millionth of a dollar, and not by the faults of fractions', () => {
    expect(cost(0.075, 0.3, 3, 0)).toBe(1);
    expect(cost(0.1, 0, 30, 0)).toBe(3);
    expect(cost(0.1, 0.2, 1, 1)).toBe(1);
    expect(cost(0.1, 0.7, 10, 10)).toBe(8);
  });

  it('is nothing for nothing', () => {
    expect(cost(0, 0, 5_000, 100)).toBe(0);
    expect(cost(3, 15, 0, 0)).toBe(0);
  });
});
