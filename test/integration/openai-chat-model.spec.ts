import { inspect } from 'node:util';

import { OpenAiChatModelProvider } from '../../src/ai/providers/openai/openai-chat-model.provider.js';
import { chatRequest, hear, QUESTION } from '../support/stubs/chat-requests.js';
import {
  openAiError,
  openAiEvent,
  openAiEvents,
  OPENAI_USAGE,
  OpenAiServer,
} from '../support/stubs/openai-server.js';
import { CUT, HANG, inPacketsOf, type Reply } from '../support/stubs/stub-server.js';

const KEY = 'sk-canary-5f1c9d';
const SECRET_BODY = `the key ${KEY} was refused for ${QUESTION}`;

describe('OpenAI-compatible chat models', () => {
  const server = new OpenAiServer();
  let provider: OpenAiChatModelProvider;
  const model = (name = 'stub-model') => provider.open(name)!;

  beforeAll(async () => {
    await server.start();
    provider = new OpenAiChatModelProvider({
      apiKey: KEY,
      baseUrl: `${server.baseUrl}/`,
      models: ['a', 'b:c'],
    });
  });
  afterAll(() => server.close());

  it('names its models', () => {
    expect(provider.models()).toEqual(['openai:a', 'openai:b:c']);
    expect(provider.open('qwen3:8b')?.id).toBe('openai:qwen3:8b');
    expect(provider.open('')).toBeUndefined();
  });

  describe('what is sent', () => {
    beforeEach(() => server.answer(['ok']));

    it('asks for a stream with instructions, history, limits and usage', async () => {
      const messages = [
        { role: 'user' as const, content: 'Hello' },
        { role: 'assistant' as const, content: 'Hi' },
        { role: 'user' as const, content: QUESTION },
      ];
      await hear(model(), chatRequest({ messages }));
      expect(server.lastCall).toMatchObject({
        path: '/v1/chat/completions',
        headers: { authorization: `Bearer ${KEY}` },
        body: {
          model: 'stub-model',
          messages: [{ role: 'system', content: 'Answer from the passages.' }, ...messages],
          stream: true,
          stream_options: { include_usage: true },
          temperature: 0.3,
          max_tokens: 256,
        },
      });
      expect(server.lastCall.body).not.toHaveProperty('tools');
    });

    it.each(['o3-mini', 'gpt-5', 'gpt-5-mini'])('speaks to %s as reasoning models want it', async (name) => {
      await hear(model(name));
      expect(server.lastCall.body).toMatchObject({ max_completion_tokens: 256 });
      expect(server.lastCall.body).not.toHaveProperty('temperature');
      expect(server.lastCall.body).not.toHaveProperty('max_tokens');
    });

    it('needs no key for a server of one’s own, and takes none from the environment', async () => {
      const own = new OpenAiChatModelProvider({ baseUrl: server.baseUrl, models: [] });
      expect((await hear(own.open('llama3')!)).text).toBe('ok');
      expect(server.lastCall.headers.authorization).toBe('Bearer none');
    });

    it('offers tools, and brings calls and their results back', async () => {
      const call = { id: 'call_1', name: 'weather', arguments: { city: 'Kiel' } };
      const parameters = { type: 'object', properties: { city: { type: 'string' } } };
      await hear(
        model(),
        chatRequest({
          tools: [{ name: 'weather', description: 'Tells it.', parameters }],
          messages: [
            { role: 'user', content: QUESTION },
            { role: 'assistant', content: '', toolCalls: [call] },
            { role: 'tool', callId: 'call_1', name: 'weather', content: 'rain' },
          ],
        }),
      );
      expect(server.lastCall.body.tools).toEqual([
        { type: 'function', function: { name: 'weather', description: 'Tells it.', parameters } },
      ]);
      expect(server.lastCall.body.messages.slice(2)).toEqual([
        {
          role: 'assistant',
          content: '',
          tool_calls: [
            { id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"city":"Kiel"}' } },
          ],
        },
        { role: 'tool', tool_call_id: 'call_1', content: 'rain' },
      ]);
    });
  });

  describe('what is read', () => {
    const PIECES = ['Drei Jahre – ', '三年 🙂', ' 𝒂𝒃 [1].'];

    it.each([1, 2, 3, 5, 16, 1_000])('reads packets of %i bytes', async (size) => {
      server.play({ steps: inPacketsOf(size, openAiEvents(PIECES)) });
      const heard = await hear(model());
      expect(heard.text).toBe(PIECES.join(''));
      expect(heard.finish).toEqual({
        type: 'finish',
        reason: 'stop',
        usage: { promptTokens: 42, completionTokens: 7 },
      });
    });

    it.each<[string, Reply['steps']]>([
      ['CRLF', openAiEvents(PIECES, { newline: '\r\n' })],
      [
        'keep-alive comments',
        openAiEvents(PIECES).flatMap((event) => [': OPENROUTER PROCESSING\n\n', event]),
      ],
      ['no [DONE]', openAiEvents(PIECES, { done: false })],
      ['everything in one packet', [openAiEvents(PIECES).join('')]],
      ['event names and ids', openAiEvents(PIECES).map((event) => `event: message\nid: 1\n${event}`)],
    ])('reads %s', async (_, steps) => {
      server.play({ steps });
      expect(await hear(model())).toMatchObject({ text: PIECES.join(''), finish: { reason: 'stop' } });
    });

    it('does without usage, and ignores what is none', async () => {
      server.answer(['a'], { usage: null });
      expect((await hear(model())).finish?.usage).toBeUndefined();
      server.answer(['a'], { usage: { ...OPENAI_USAGE, prompt_tokens: -1 } });
      expect((await hear(model())).finish?.usage).toBeUndefined();
    });

    it('puts halves of a character together', async () => {
      const [high, low] = ['🙂'[0], '🙂'[1]];
      server.answer([`a${high}`, low, `b${high}`, 'c', high]);
      expect(await hear(model())).toMatchObject({ text: 'a🙂b\ufffdc\ufffd', finish: { reason: 'stop' } });
    });

    it('reads a thousand tiny chunks', async () => {
      server.answer(Array.from({ length: 1_000 }, (_, i) => `${i} `));
      const { text, chunks } = await hear(model());
      expect(text.split(' ')).toHaveLength(1_001);
      expect(chunks).toHaveLength(1_001);
    });

    it('shows no reasoning, but that there is some', async () => {
      server.play({
        steps: [
          openAiEvent({ delta: { role: 'assistant', reasoning_content: 'Hm, ' } }),
          openAiEvent({ delta: { content: '', reasoning: 'hm.' } }),
          ...openAiEvents(['Three.']),
        ],
      });
      const { chunks, text } = await hear(model());
      expect(text).toBe('Three.');
      expect(chunks.map(({ type }) => type)).toEqual(['alive', 'alive', 'text', 'finish']);
    });

    it('shows no reasoning that stands in the text', async () => {
      server.answer(['<thi', 'nk>Hm, ', 'hm.</think>', '\n\nThree', ' years.']);
      const { chunks, text } = await hear(model());
      expect(text).toBe('Three years.');
      expect(chunks[0]).toEqual({ type: 'alive' });
    });

    it('puts tool calls together from their deltas', async () => {
      const delta = (...calls: object[]) => openAiEvent({ delta: { tool_calls: calls } });
      server.play({
        steps: [
          delta({ index: 0, id: 'call_a', type: 'function', function: { name: 'weather', arguments: '' } }),
          delta({ index: 0, function: { arguments: '{"city":"K' } }),
          delta({ index: 1, id: 'call_b', type: 'function', function: { name: 'clock', arguments: '' } }),
          delta({ index: 0, function: { arguments: 'iel"}' } }),
          openAiEvent({ delta: {}, finish_reason: 'tool_calls' }),
          'data: [DONE]\n\n',
        ],
      });
      const { chunks } = await hear(model());
      expect(chunks.filter(({ type }) => type !== 'alive')).toEqual([
        { type: 'tool_call', call: { id: 'call_a', name: 'weather', arguments: { city: 'Kiel' } } },
        { type: 'tool_call', call: { id: 'call_b', name: 'clock', arguments: {} } },
        { type: 'finish', reason: 'tool_calls', usage: undefined },
      ]);
    });

    it.each(['{"city":', '[1]', 'null'])('says that a call with %s is none', async (json) => {
      server.play({
        steps: [
          openAiEvent({
            delta: { tool_calls: [{ index: 0, id: 'x', function: { name: 'f', arguments: json } }] },
          }),
          openAiEvent({ delta: {}, finish_reason: 'tool_calls' }),
        ],
      });
      expect((await hear(model())).finish).toMatchObject({ reason: 'malformed' });
    });
  });

  describe('how it ends', () => {
    it.each([
      ['stop', 'stop'],
      ['length', 'length'],
      ['content_filter', 'safety'],
      ['tool_calls', 'tool_calls'],
      ['something_new', 'other'],
    ])('maps %s to %s', async (finish, reason) => {
      server.answer(['a'], { finish });
      expect((await hear(model())).finish).toMatchObject({ reason });
    });

    it('finishes an empty answer, too', async () => {
      server.answer([]);
      expect(await hear(model())).toMatchObject({ text: '', finish: { reason: 'stop' } });
    });

    it('tells a refused question from a refused answer', async () => {
      server.play(openAiError(400, { code: 'content_filter' }));
      expect(await hear(model())).toMatchObject({ text: '', finish: { reason: 'prompt_blocked' } });
    });

    const begun = openAiEvents(['Three ', 'years'], { finish: null, usage: null, done: false });
    it.each<[string, Reply, string, string]>([
      ['no reason and no end', { steps: begun }, 'Three years', 'ai.stream_interrupted'],
      ['a cut connection', { steps: [...begun, CUT] }, 'Three years', 'ai.stream_interrupted'],
      ['a cut connection before any text', { steps: [begun[0], CUT] }, '', 'ai.provider_unavailable'],
      ['nothing at all', { steps: [] }, '', 'ai.provider_unavailable'],
      ['[DONE] alone', { steps: ['data: [DONE]\n\n'] }, '', 'ai.provider_unavailable'],
      [
        'an error inside the stream',
        { steps: [...begun, `data: {"error":{"code":503,"message":"${SECRET_BODY}"}}\n\n`] },
        'Three years',
        'ai.stream_interrupted',
      ],
      [
        'an error inside the stream before any text',
        { steps: [`data: {"error":{"code":503,"message":"${SECRET_BODY}"}}\n\n`] },
        '',
        'ai.provider_unavailable',
      ],
      [
        'too many requests, inside the stream',
        { steps: ['data: {"error":{"code":"rate_limit_exceeded"}}\n\n'] },
        '',
        'ai.provider_busy',
      ],
      ['what is no JSON', { steps: [`data: {"choices": ${SECRET_BODY}\n\n`] }, '', 'ai.provider_config'],
      [
        'what is no JSON after some text',
        { steps: [...begun, 'data: {oops\n\n'] },
        'Three years',
        'ai.stream_interrupted',
      ],
      [
        'a page',
        { headers: { 'content-type': 'text/html; charset=utf-8' }, steps: [`<html>${SECRET_BODY}`] },
        '',
        'ai.provider_config',
      ],
      [
        'an error with status 200',
        { headers: { 'content-type': 'application/json' }, steps: ['{"error":{"code":429}}'] },
        '',
        'ai.provider_busy',
      ],
      [
        'JSON that is no stream',
        { headers: { 'content-type': 'application/json' }, steps: ['{"choices":[]}'] },
        '',
        'ai.provider_config',
      ],
      [
        'an event without end',
        { steps: Array<string>(40).fill('x'.repeat(64_000)) },
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

    it.each<[number, object, string]>([
      [400, {}, 'ai.provider_config'],
      [400, { code: 'context_length_exceeded' }, 'ai.prompt_too_long'],
      [401, { code: 'invalid_api_key' }, 'ai.provider_config'],
      [403, {}, 'ai.provider_config'],
      [404, { code: 'model_not_found' }, 'ai.provider_config'],
      [408, {}, 'ai.provider_unavailable'],
      [413, {}, 'ai.provider_config'],
      [422, {}, 'ai.provider_config'],
      [429, {}, 'ai.provider_busy'],
      [429, { code: 'insufficient_quota' }, 'ai.provider_config'],
      [500, {}, 'ai.provider_unavailable'],
      [502, {}, 'ai.provider_unavailable'],
      [503, {}, 'ai.provider_unavailable'],
      [529, {}, 'ai.provider_busy'],
    ])('status %i with %j', async (status, error, code) => {
      server.play(openAiError(status, { message: SECRET_BODY, ...error }));
      const heard = await hear(model());
      expect(heard).toMatchObject({ chunks: [], error: { name: 'DomainError', code } });
      expect(server.calls).toHaveLength(1);
      expectNoSecrets(heard.error);
    });

    it.each([
      ['7', 7],
      ['0.2', 1],
      [new Date(Date.now() + 20_000).toUTCString(), expect.any(Number)],
      ['soon', undefined],
    ])('passes on Retry-After: %s', async (header, retryAfter) => {
      server.play(openAiError(429, {}, { 'retry-after': header }));
      expect((await hear(model())).error).toMatchObject({ code: 'ai.provider_busy', retryAfter });
    });

    it('says that nobody is there', async () => {
      const nobody = new OpenAiChatModelProvider({
        apiKey: KEY,
        baseUrl: 'http://127.0.0.1:9/v1',
        models: [],
      });
      const { error } = await hear(nobody.open('a')!);
      expect(error).toMatchObject({ code: 'ai.provider_unavailable' });
      expectNoSecrets(error);
    });
  });

  describe('when it is stopped', () => {
    it.each<[string, Reply]>([
      ['before the headers are read', { steps: [{ wait: 200 }, HANG] }],
      ['within the answer', { steps: [...openAiEvents(['a']).slice(0, 2), HANG] }],
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
      server.play({ steps: Array<string>(100_000).fill(openAiEvent({ delta: { content: 'more ' } })) });
      for await (const chunk of model().stream(chatRequest(), new AbortController().signal)) {
        if (chunk.type === 'text') break;
      }
      await server.left();
    });
  });

  it('is not harmed by failed calls', async () => {
    for (let i = 0; i < 20; i++) {
      server.play(openAiError(500));
      await hear(model());
    }
    server.answer(['fine']);
    expect(await hear(model())).toMatchObject({ text: 'fine', finish: { reason: 'stop' } });
    expect(server.lastCall.body.messages).toHaveLength(2);
  });
});

function expectNoSecrets(error: unknown): void {
  const everything = inspect(error, { depth: Infinity, showHidden: true });
  expect(everything).not.toContain(KEY);
  expect(everything).not.toContain(QUESTION);
}
