import { DEFAULT_BOT_CONFIG, mergeConfig } from './bot-config.js';

describe('mergeConfig', () => {
  it('changes what is given and keeps the rest', () => {
    const merged = mergeConfig(DEFAULT_BOT_CONFIG, {
      topK: 3,
      model: undefined,
      suggestedQuestions: ['Why?'],
    });
    expect(merged).toEqual({ ...DEFAULT_BOT_CONFIG, topK: 3, suggestedQuestions: ['Why?'] });
  });

  it('takes null as a value: it returns a bot to the platform’s model', () => {
    const chosen = mergeConfig(DEFAULT_BOT_CONFIG, { model: 'gemini:flash' });
    expect(mergeConfig(chosen, { model: null }).model).toBeNull();
  });

  it('fills what a configuration stored by an older version lacks', () => {
    expect(mergeConfig(DEFAULT_BOT_CONFIG, { temperature: 1 }).fallbackMessage).toBe(
      DEFAULT_BOT_CONFIG.fallbackMessage,
    );
  });

  it('drops what is no field of a configuration', () => {
    const merged = mergeConfig(DEFAULT_BOT_CONFIG, { apiKey: 'canary' } as object);
    expect(merged).toEqual(DEFAULT_BOT_CONFIG);
  });

  it('leaves the defaults untouched', () => {
    const before = structuredClone(DEFAULT_BOT_CONFIG);
    mergeConfig(DEFAULT_BOT_CONFIG, { name: 'x', suggestedQuestions: ['a'] } as object);
    expect(DEFAULT_BOT_CONFIG).toEqual(before);
  });
});
