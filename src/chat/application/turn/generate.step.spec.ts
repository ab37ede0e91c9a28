import type { ChatRequest, FinishReason } from '../../../ai/index.js';
import { type ChatScript, ScriptedChatModel } from '../../../../test/fakes/scripted-chat-model.mjs';
import { Draft } from './draft.js';
import { GenerateStep, SILENCE_MS } from './generate.step.js';
import { TurnAbort } from './turn-abort.js';

const REQUEST: ChatRequest = {
  system: '',
  messages: [{ role: 'user', content: 'q' }],
  question: 'q',
  passages: [],
  language: 'en',
  fallbackMessage: '',
  temperature: 0,
  maxOutputTokens: 100,
};

describe('GenerateStep', () => {
  const pieces: string[] = [];
  const writer = { sources() {}, text: (piece: string) => void pieces.push(piece), end() {}, leave() {} };
  let draft: Draft;
  let control: AbortController;

  beforeEach(() => {
    pieces.length = 0;
    draft = new Draft(writer, performance.now(), 1, REQUEST.maxOutputTokens);
    control = new AbortController();
  });
  afterEach(() => jest.useRealTimers());

  const generate = (script: ChatScript) => {
    const model = new ScriptedChatModel(script);
    return { model, finish: new GenerateStep().run(model, REQUEST, draft, control) };
  };

  it('writes what the model writes', async () => {
    await expect(generate({ tokens: ['a ', 'b [1]'] }).finish).resolves.toMatchObject({ reason: 'stop' });
    expect(pieces.join('')).toBe('a b [1]');
    expect(draft.content).toBe('a b [1]');
    expect([...draft.cited]).toEqual([1]);
  });

  it.each([
    ['before the first text', 0, ''],
    ['within the answer', 2, 'word0 word1'],
  ])('gives up on a model that is silent %s, and tells it', async (_, hangAt, written) => {
    jest.useFakeTimers();
    const { model, finish } = generate({ tokens: 5, hangAt });
    const failed = expect(finish).rejects.toMatchObject({ code: 'ai.provider_timeout', kind: 'timeout' });
    await jest.advanceTimersByTimeAsync(SILENCE_MS + 1);
    await failed;
    expect(draft.content).toBe(written);
    expect(model.calls[0].state).toBe('aborted');
  });

  it('waits for a slow model as long as it says something', async () => {
    jest.useFakeTimers();
    const { finish } = generate({ tokens: 10, tokensPerSecond: 1 / (SILENCE_MS / 1_000 - 1) });
    await jest.advanceTimersByTimeAsync(SILENCE_MS * 10);
    await expect(finish).resolves.toMatchObject({ reason: 'stop' });
  });

  it('does not wait for a model that ignores the abort', async () => {
    const deaf = {
      id: 'deaf',
      stream: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) }),
    };
    const finish = new GenerateStep().run(deaf, REQUEST, draft, control);
    control.abort(new TurnAbort('stopped'));
    await expect(finish).rejects.toMatchObject({ why: 'stopped' });
  });

  it('cuts off a model that never ends and leaves the event loop to others', async () => {
    let others = 0;
    const ticking = setInterval(() => (others += 1), 0);
    const long = new Draft(writer, performance.now(), 0, 8_192);
    const endless = new ScriptedChatModel({ tokens: Array.from({ length: 200_000 }, () => 'ab') });
    const finish = await new GenerateStep().run(endless, REQUEST, long, control);
    clearInterval(ticking);
    expect(finish.reason).toBe('length');
    expect(long.content.length).toBe(8_192 * 12);
    expect(others).toBeGreaterThan(0);
  });

  it('takes out what cannot be stored', async () => {
    await generate({ tokens: ['a\u0000b', '\u0000', 'c'] }).finish;
    expect(draft.content).toBe('abc');
  });

  it.each<[string, FinishReason, string]>([
    ['an answer that was blocked', 'safety', 'chat.answer_blocked'],
    ['a question that was blocked', 'prompt_blocked', 'chat.question_blocked'],
    ['a recitation', 'recitation', 'chat.answer_recitation'],
    ['a call that is none', 'malformed', 'chat.answer_malformed'],
    ['a call nobody offered', 'tool_calls', 'chat.answer_malformed'],
    ['an unknown end', 'other', 'chat.answer_incomplete'],
  ])('gives %s an outcome of its own', async (_, reason, code) => {
    await expect(generate({ tokens: ['a'], finish: { reason } }).finish).rejects.toMatchObject({ code });
  });

  it.each<[FinishReason, string]>([
    ['stop', 'chat.empty_answer'],
    ['length', 'chat.output_limit'],
  ])('takes nothing with %s for %s', async (reason, code) => {
    await expect(
      generate({ tokens: ['ANSWERED: yes\n', ' '], finish: { reason } }).finish,
    ).rejects.toMatchObject({
      code,
    });
  });

  describe('whether it was answered', () => {
    it.each<[string, ChatScript, boolean | undefined, string]>([
      ['is told by the signal', { tokens: ['ANSWERED', ': yes\n', 'Three.'] }, true, 'Three.'],
      ['may be no', { tokens: ['ANSWERED: no\nSorry.'] }, false, 'Sorry.'],
      ['may be no, without a word', { tokens: ['ANSWERED: no'] }, false, 'I do not know.'],
      ['is not guessed', { tokens: ['I have no idea.'] }, undefined, 'I have no idea.'],
      [
        'is no when the model says what it was told to say',
        { tokens: ['I do not know.'] },
        false,
        'I do not know.',
      ],
      [
        'is what the model knows itself',
        { tokens: ['I do not know.'], finish: { answered: true } },
        true,
        'I do not know.',
      ],
    ])('%s', async (_, script, answered, text) => {
      const request = { ...REQUEST, fallbackMessage: 'I do not know.' };
      const finish = await new GenerateStep().run(new ScriptedChatModel(script), request, draft, control);
      expect(finish.answered).toBe(answered);
      expect(draft.content).toBe(text);
      expect(pieces.join('')).toBe(text);
    });
  });

  it('waits for the first word that is shown', async () => {
    expect(draft.firstTokenMs).toBeNull();
    draft.add('ANSWERED: yes\n');
    expect(draft.firstTokenMs).toBeNull();
    draft.add('Three.');
    expect(draft.firstTokenMs).not.toBeNull();
  });
});
