import { QuestionBreakers } from './question-breakers.js';

describe('QuestionBreakers', () => {
  const down = () => Promise.reject(new Error('down'));
  const never = new AbortController().signal;

  it('should stop asking after three failures in a row, and try again with one question later', async () => {
    let now = 0;
    const breakers = new QuestionBreakers(() => now);
    for (let i = 0; i < 3; i++) await expect(breakers.guard('a', never, down)).rejects.toThrow('down');
    const work = jest.fn(() => Promise.resolve('up'));
    await expect(breakers.guard('a', never, work)).rejects.toMatchObject({ code: 'ai.provider_unavailable' });
    expect(work).not.toHaveBeenCalled();
    expect(await breakers.guard('b', never, work)).toBe('up');
    now = 15_000;
    expect(await breakers.guard('a', never, work)).toBe('up');
    expect(await breakers.guard('a', never, work)).toBe('up');
  });

  it('should count what is late, though it takes no notice', async () => {
    const breakers = new QuestionBreakers();
    for (let i = 0; i < 3; i++) {
      const deadline = new AbortController();
      void breakers.guard('a', deadline.signal, () => new Promise(() => undefined)).catch(() => undefined);
      deadline.abort();
    }
    await expect(breakers.guard('a', never, down)).rejects.toMatchObject({ code: 'ai.provider_unavailable' });
  });
});
