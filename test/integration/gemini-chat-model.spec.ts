import { inspect } from 'node:util';

import { GeminiChatModelProvider } from '../../src/ai/providers/gemini/gemini-chat-model.provider.js';
import { chatRequest, hear, QUESTION } from '../support/stubs/chat-requests.js';
import {
  geminiCandidate,
  geminiError,
  geminiEvent,
  geminiEvents,
  GEMINI_USAGE,
  GeminiServer,
  retryIn,
} from '../support/stubs/gemini-server.js';
import { CUT, HANG, inPacketsOf, type Reply } from '../support/stubs/stub-server.js';

const KEY = 'AIza-canary-7b2e';
const SECRET_BODY = `the key ${KEY} was refused for ${QUESTION}`;

describe('Gemini chat models', () => {
  const server = new GeminiServer();
  let provider: GeminiChatModelProvider;
  const model = (name = 'gemini-stub') => provider.open(name)!;

  beforeAll(async () => {
    await server.start();
    provider = new GeminiChatModelProvider({ apiKey: KEY, baseUrl: server.url, models: ['gemini-a'] });
  });
  afterAll(() => server.close());

  it('names its models, and opens no other addresses', () => {
    expect(provider.models()).toEqual(['gemini:gemini-a']);
    expect(provider.open('gemini-2.5-flash')?.id).toBe('gemini:gemini-2.5-flash');
    expect(provider.open('tunedModels/mine-1')?.id).toBe('gemini:tunedModels/mine-1');
    for (const name of ['', '..', '../x', 'a/../../x', 'a?x', 'a#b', 'a/b/c', 'a b', '/a']) {
      expect(provider.open(name)).toBeUndefined();
    }
  });

  describe('what is sent', () => {
    beforeEach(() => server.answer(['ok']));

    it('asks for a stream with instructions, history and limits; the key is in a header', async () => {
      await hear(
        model(),
        chatRequest({
          messages: [
            { role: 'user', content: 'Hello' },
            { role: 'assistant', content: 'Hi' },
            { role: 'user', content: 'Well:' },
            { role: 'user', content: QUESTION },
          ],
        }),
      );
      expect(server.lastCall).toMatchObject({
        path: '/v1beta/models/gemini-stub:streamGenerateContent?alt=sse',
        headers: { 'x-goog-api-key': KEY },
        body: {
          systemInstruction: { parts: [{ text: 'Answer from the passages.' }] },
          contents: [
            { role: 'user', parts: [{ text: 'Hello' }] },
            { role: 'model', parts: [{ text: 'Hi' }] },
            { role: 'user', parts: [{ text: 'Well:' }, { text: QUESTION }] },
          ],
          generationConfig: { temperature: 0.3, maxOutputTokens: 256, candidateCount: 1 },
        },
      });
    });

    it.each(['/', '/v1beta', '/v1/', '/proxy/v1beta'])('takes an address that ends with %s', async (end) => {
      const other = new GeminiChatModelProvider({ apiKey: KEY, baseUrl: server.url + end, models: [] });
      expect((await hear(other.open('m')!)).text).toBe('ok');
      expect(server.lastCall.path).toMatch(/^(\/proxy)?\/v1(beta)?\/models\/m:streamGenerateContent/);
    });

    it('offers tools, and brings calls and their results back', async () => {
      const parameters = { type: 'object', properties: { city: { type: 'string' } } };
      await hear(
        model(),
        chatRequest({
          tools: [{ name: 'weather', description: 'Tells it.', parameters }],
          messages: [
            { role: 'user', content: QUESTION },
            {
              role: 'assistant',
              content: '',
              toolCalls: [{ id: 'c', name: 'weather', arguments: { city: 'Kiel' } }],
            },
            { role: 'tool', callId: 'c', name: 'weather', content: 'rain' },
          ],
        }),
      );
      expect(server.lastCall.body).toMatchObject({
        tools: [{ functionDeclarations: [{ name: 'weather', description: 'Tells it.', parameters }] }],
        contents: [
          { role: 'user' },
          { role: 'model', parts: [{ functionCall: { name: 'weather', args: { city: 'Kiel' } } }] },
          {
            role: 'function',
            parts: [{ functionResponse: { name: 'weather', response: { result: 'rain' } } }],
          },
        ],
      });
    });
  });

  describe('what is read', () => {
    const PIECES = ['Drei Jahre – ', '三年 🙂', ' 𝒂𝒃 [1].'];

    it.each([1, 2, 3, 5, 16, 1_000])('reads packets of %i bytes', async (size) => {
      server.play({ steps: inPacketsOf(size, geminiEvents(PIECES)) });
      const heard = await hear(model());
      expect(heard.text).toBe(PIECES.join(''));
      expect(heard.finish).toEqual({
        type: 'finish',
        reason: 'stop',
        usage: { promptTokens: 42, completionTokens: 7 },
      });
    });

    it.each<[string, Reply['steps']]>([
      ['LF', geminiEvents(PIECES, { newline: '\n' })],
      ['everything in one packet', [geminiEvents(PIECES).join('')]],
      [
        'a reason in an event of its own',
        [...geminiEvents(PIECES, { finish: null }), geminiEvent(geminiCandidate([], 'STOP'))],
      ],
      [
        'several parts',
        [
          geminiEvent(
            geminiCandidate(
              PIECES.map((text) => ({ text })),
              'STOP',
            ),
          ),
        ],
      ],
    ])('reads %s', async (_, steps) => {
      server.play({ steps });
      expect(await hear(model())).toMatchObject({ text: PIECES.join(''), finish: { reason: 'stop' } });
    });

    it('reads a thousand tiny chunks, and one that is huge', async () => {
      const many = Array.from({ length: 1_000 }, (_, i) => `${i} `);
      server.answer(many);
      expect((await hear(model())).text).toBe(many.join(''));
      server.answer(['x'.repeat(2_000_000)]);
      expect((await hear(model())).text).toHaveLength(2_000_000);
    });

    it('shows no thoughts, but counts them', async () => {
      server.play({
        steps: [
          geminiEvent(geminiCandidate([{ text: 'Hm.', thought: true }])),
          geminiEvent({
            ...geminiCandidate([{ text: 'Three.' }], 'STOP'),
            usageMetadata: { ...GEMINI_USAGE, thoughtsTokenCount: 100 },
          }),
        ],
      });
      const { chunks, text, finish } = await hear(model());
      expect(text).toBe('Three.');
      expect(chunks.map(({ type }) => type)).toEqual(['alive', 'text', 'finish']);
      expect(finish?.usage).toEqual({ promptTokens: 42, completionTokens: 107 });
    });

    it('reads tool calls', async () => {
      const call = (name: string, args: object) => ({ functionCall: { name, args } });
      server.play({
        steps: [
          geminiEvent(geminiCandidate([call('weather', { city: 'Kiel' }), call('clock', {})])),
          geminiEvent(geminiCandidate([], 'STOP')),
        ],
      });
      const { chunks } = await hear(model());
      expect(chunks).toEqual([
        { type: 'tool_call', call: { id: 'call_0', name: 'weather', arguments: { city: 'Kiel' } } },
        { type: 'tool_call', call: { id: 'call_1', name: 'clock', arguments: {} } },
        expect.objectContaining({ type: 'finish', reason: 'tool_calls' }),
      ]);
    });
  });

  describe('how it ends', () => {
    it.each([
      ['STOP', 'stop'],
      ['MAX_TOKENS', 'length'],
      ['SAFETY', 'safety'],
      ['BLOCKLIST', 'safety'],
      ['PROHIBITED_CONTENT', 'safety'],
      ['SPII', 'safety'],
      ['RECITATION', 'recitation'],
      ['MALFORMED_FUNCTION_CALL', 'malformed'],
      ['LANGUAGE', 'other'],
      ['SOMETHING_NEW', 'other'],
    ])('maps %s to %s', async (finish, reason) => {
      server.answer(['a'], { finish });
      expect((await hear(model())).finish).toMatchObject({ reason });
    });

    it('finishes an empty answer, too', async () => {
      server.play({ steps: [geminiEvent({ candidates: [{ finishReason: 'STOP', index: 0 }] })] });
      expect(await hear(model())).toMatchObject({ text: '', finish: { reason: 'stop' } });
    });

    it.each(['SAFETY', 'OTHER', 'PROHIBITED_CONTENT'])('tells a question refused for %s', async (reason) => {
      server.play({ steps: [geminiEvent({ promptFeedback: { blockReason: reason } })] });
      expect(await hear(model())).toMatchObject({ text: '', finish: { reason: 'prompt_blocked' } });
    });

    const begun = geminiEvents(['Three ', 'years'], { finish: null });
    it.each<[string, Reply, string, string]>([
      ['no reason', { steps: begun }, 'Three years', 'ai.stream_interrupted'],
      ['a cut connection', { steps: [...begun, CUT] }, 'Three years', 'ai.stream_interrupted'],
      ['a cut connection before any text', { steps: ['data: {', CUT] }, '', 'ai.provider_unavailable'],
      ['no candidates', { steps: [geminiEvent({ candidates: [] })] }, '', 'ai.provider_unavailable'],
      ['nothing at all', { steps: [] }, '', 'ai.provider_unavailable'],
      [
        'bare JSON after the end',
        { steps: [...geminiEvents(['Three ', 'years']), '{"error":{"code":503}}'] },
        'Three years',
        'ai.stream_interrupted',
      ],
      [
        'an error inside the stream',
        { steps: [...begun, geminiEvent({ error: { code: 503, message: SECRET_BODY } })] },
        'Three years',
        'ai.stream_interrupted',
      ],
      [
        'an error inside the stream before any text',
        { steps: [geminiEvent({ error: { code: 503, message: SECRET_BODY } })] },
        '',
        'ai.provider_unavailable',
      ],
      [
        'too many requests, inside the stream',
        { steps: [geminiEvent({ error: { code: 429, details: retryIn('3s') } })] },
        '',
        'ai.provider_busy',
      ],
      ['what is no JSON', { steps: [`data: {"candidates": ${SECRET_BODY}\n\n`] }, '', 'ai.provider_config'],
      [
        'what is no JSON after some text',
        { steps: [...begun, 'data: {oops\n\n'] },
        'Three years',
        'ai.stream_interrupted',
      ],
      [
        'a comment, which the SDK cannot read',
        { steps: [...begun, ': keep-alive\n\n', ...geminiEvents([' more'])] },
        'Three years',
        'ai.stream_interrupted',
      ],
      [
        'bytes that are no text',
        { steps: [...begun, Uint8Array.of(0xff, 0xfe)] },
        'Three years',
        'ai.stream_interrupted',
      ],
      [
        'a page',
        { headers: { 'content-type': 'text/html' }, steps: [`<html>${SECRET_BODY}</html>`] },
        '',
        'ai.provider_config',
      ],
    ])('says so after %s', async (_, reply, text, code) => {
      server.play(reply);
      const heard = await hear(model());
      expect(heard).toMatchObject({ text, error: { code } });
      expect(heard.finish).toBeUndefined();
      expectNoSecrets(heard.error);
    });

    it.each<[number, object[] | undefined, string, number | undefined]>([
      [400, undefined, 'ai.provider_config', undefined],
      [400, [{ reason: 'API_KEY_INVALID' }], 'ai.provider_config', undefined],
      [401, undefined, 'ai.provider_config', undefined],
      [403, undefined, 'ai.provider_config', undefined],
      [404, undefined, 'ai.provider_config', undefined],
      [429, undefined, 'ai.provider_busy', undefined],
      [429, retryIn('17s'), 'ai.provider_busy', 17],
      [429, retryIn('0.4s'), 'ai.provider_busy', 1],
      [429, retryIn('soon'), 'ai.provider_busy', undefined],
      [500, undefined, 'ai.provider_unavailable', undefined],
      [503, undefined, 'ai.provider_unavailable', undefined],
      [529, undefined, 'ai.provider_busy', undefined],
    ])('status %i with %j', async (status, details, code, retryAfter) => {
      server.play(geminiError(status, details && [...details, { reason: SECRET_BODY }]));
      const heard = await hear(model());
      expect(heard).toMatchObject({ chunks: [], error: { name: 'DomainError', code, retryAfter } });
      expect(server.calls).toHaveLength(1);
      expectNoSecrets(heard.error);
    });

    it('says that nobody is there', async () => {
      const nobody = new GeminiChatModelProvider({ apiKey: KEY, baseUrl: 'http://127.0.0.1:9', models: [] });
      const { error } = await hear(nobody.open('a')!);
      expect(error).toMatchObject({ code: 'ai.provider_unavailable' });
      expectNoSecrets(error);
    });
  });

  describe('when it is stopped', () => {
    it.each<[string, Reply]>([
      ['before the first event', { steps: [HANG] }],
      ['within the answer', { steps: [...geminiEvents(['a'], { finish: null }), HANG] }],
    ])('hangs up %s', async (_, reply) => {
      server.play(reply);
      const control = new AbortController();
      const stopped = new Error('stopped');
      const heard = hear(model(), chatRequest(), control.signal);
      setTimeout(() => control.abort(stopped), 100);
      expect((await heard).error).toBe(stopped);
      await server.left();
    });

    it('hangs up on an answer that never ends, when nobody reads on', async () => {
      const [event] = geminiEvents(['more '], { finish: null });
      server.play({ steps: Array<string>(100_000).fill(event) });
      for await (const chunk of model().stream(chatRequest(), new AbortController().signal)) {
        if (chunk.type === 'text') break;
      }
      await server.left();
    });
  });
});

function expectNoSecrets(error: unknown): void {
  const everything = inspect(error, { depth: Infinity, showHidden: true });
  expect(everything).not.toContain(KEY);
  expect(everything).not.toContain(QUESTION);
}
