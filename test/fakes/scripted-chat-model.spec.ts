import { answerableRequest, collect, textsOf } from '../conformance/chat-model.conformance.js';
import { ScriptedChatModel } from './scripted-chat-model.mjs';

const live = () => new AbortController().signal;

describe('ScriptedChatModel', () => {
  it('should record requests and how each call ended', async () => {
    const model = new ScriptedChatModel((_, call) => (call === 0 ? { tokens: ['a', 'b'] } : { failAt: 1 }));
    expect(textsOf(await collect(model.stream(answerableRequest(), live())))).toEqual(['a', 'b']);
    await expect(collect(model.stream(answerableRequest({ question: 'again' }), live()))).rejects.toThrow(
      'scripted',
    );
    expect(model.calls).toMatchObject([
      { delivered: 2, state: 'finished' },
      { delivered: 1, state: 'failed' },
    ]);
    expect(model.lastRequest?.question).toBe('again');
  });

  it('should hold at a token until released', async () => {
    const model = new ScriptedChatModel({ tokens: 4, holdAt: 2 });
    const reading = collect(model.stream(answerableRequest(), live()));
    await model.until(([call]) => call?.state === 'held');
    expect(model.calls[0].delivered).toBe(2);
    model.release();
    expect(await reading).toHaveLength(5);
  });

  it('should end without finish when cut', async () => {
    const model = new ScriptedChatModel({ tokens: 4, cutAt: 3 });
    expect((await collect(model.stream(answerableRequest(), live()))).map(({ type }) => type)).toEqual(
      Array(3).fill('text'),
    );
    expect(model.calls[0].state).toBe('cut');
  });

  it('should see an abort while hanging', async () => {
    const model = new ScriptedChatModel({ tokens: 4, hangAt: 1 });
    const controller = new AbortController();
    const reading = collect(model.stream(answerableRequest(), controller.signal));
    await model.until(([call]) => call?.delivered === 1);
    controller.abort();
    await expect(reading).rejects.toThrow();
    expect(model.calls[0].state).toBe('aborted');
  });

  it('should keep its pace', async () => {
    const model = new ScriptedChatModel({ tokens: 6, tokensPerSecond: 100 });
    const startedAt = performance.now();
    await collect(model.stream(answerableRequest(), live()));
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(49);
  });

  it('should finish as told', async () => {
    const model = new ScriptedChatModel({
      tokens: 'no',
      finish: { reason: 'safety', usage: undefined, answered: false },
    });
    expect((await collect(model.stream(answerableRequest(), live()))).at(-1)).toEqual({
      type: 'finish',
      reason: 'safety',
      usage: undefined,
      answered: false,
    });
  });
});
