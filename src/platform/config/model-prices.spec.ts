import { parseModelPrices } from './model-prices.js';

describe('MODEL_PRICES', () => {
  it('is empty when it is not set', () => {
    expect(parseModelPrices(undefined)).toEqual({});
  });

  it('takes models and all models of a provider', () => {
    const table = {
      'gemini:gemini-2.5-flash': { input: 0.3, output: 2.5 },
      'openai:*': { input: 1, output: 2 },
      'openai:anthropic/claude-sonnet-4': { input: 3, output: 15 },
    };
    expect(parseModelPrices(JSON.stringify(table))).toEqual(table);
  });

  it.each([
    ['no JSON', '{gemini: 1}', /must be JSON such as/],
    ['a list', '[]', /must be a JSON object such as/],
    ['null', 'null', /must be a JSON object such as/],
    ['a name that is no model', '{"GPT 4":{"input":1,"output":1}}', /"GPT 4" is neither a model id/],
    ['a star in the middle', '{"openai:gpt-*":{"input":1,"output":1}}', /neither a model id/],
    ['one price', '{"openai:x":0.4}', /"openai:x" must be an object with input and output/],
    ['a price that is missing', '{"openai:x":{"input":1}}', /"openai:x" needs input and output/],
    ['a negative price', '{"openai:x":{"input":1,"output":-1}}', /needs input and output/],
    ['a price as text', '{"openai:x":{"input":"1","output":1}}', /needs input and output/],
    ['another currency', '{"openai:x":{"input":1,"output":1,"currency":"EUR"}}', /"currency", which means/],
  ])('refuses %s', (_, text, message) => {
    expect(() => parseModelPrices(text)).toThrow(message);
  });
});
