import { type ChatChunk, type ChatModel, type ChatRequest, FINISH_REASONS } from '../../src/ai/index.js';
import { DomainError } from '../../src/kernel/domain-error.js';

export interface ChatModelHarness {
  /** A model whose answer to `question` has at least two chunks of text. */
  model: ChatModel;
  question?: ChatRequest;
  /** The same kind of model, whose provider breaks off after some text. */
  interrupted?: ChatModel;
  /** The same kind of model, whose provider never says anything. */
  silent?: ChatModel;
}

/** The contract of the chat model port, run for every adapter and for the fake. */
export function describeChatModel(name: string, factory: () => ChatModelHarness): void {
  describe(`chat model contract: ${name}`, () => {
    let harness: ChatModelHarness;
    let request: ChatRequest;
    beforeEach(() => {
      harness = factory();
      request = harness.question ?? answerableRequest();
    });

    it('should stream non-empty text and end with exactly one finish', async () => {
      const chunks = await collect(harness.model.stream(request, new AbortController().signal));
      expect(textsOf(chunks).length).toBeGreaterThanOrEqual(2);
      expect(textsOf(chunks).every((text) => text.length > 0)).toBe(true);
      expect(chunks.filter(({ type }) => type === 'finish')).toHaveLength(1);
      expect(chunks.at(-1)).toMatchObject({ type: 'finish' });
    });

    it('should finish with a known reason and whole, non-negative usage', async () => {
      const finish = (await collect(harness.model.stream(request, new AbortController().signal))).at(-1);
      if (finish?.type !== 'finish') throw new Error('no finish');
      expect(FINISH_REASONS).toContain(finish.reason);
      for (const tokens of Object.values(finish.usage ?? {})) {
        expect(Number.isInteger(tokens) && tokens >= 0).toBe(true);
      }
      expect(['boolean', 'undefined']).toContain(typeof finish.answered);
    });

    it('should never cut a character in two', async () => {
      const emoji = { ...request, fallbackMessage: '🙂👍🏽 … 𝒂𝒃 🙂', passages: [], question: '🙂?' };
      for (const each of [request, emoji]) {
        const texts = textsOf(await collect(harness.model.stream(each, new AbortController().signal)));
        expect(texts.filter((text) => Buffer.from(text).toString() !== text)).toEqual([]);
      }
    });

    it('should reject with the reason and yield nothing when aborted beforehand', async () => {
      const reason = new Error('too late');
      const stream = harness.model.stream(request, AbortSignal.abort(reason));
      await expect(stream[Symbol.asyncIterator]().next()).rejects.toBe(reason);
    });

    it('should reject with the reason within a second when aborted in mid-stream, and stay ended', async () => {
      const controller = new AbortController();
      const reason = new Error('stopped');
      const iterator = harness.model.stream(request, controller.signal)[Symbol.asyncIterator]();
      expect(await iterator.next()).toMatchObject({ value: { type: 'text' } });
      controller.abort(reason);
      const startedAt = performance.now();
      await expect(iterator.next()).rejects.toBe(reason);
      expect(performance.now() - startedAt).toBeLessThan(1000);
      expect(await iterator.next()).toEqual({ value: undefined, done: true });
    });

    it('should end when its reader leaves', async () => {
      const iterator = harness.model.stream(request, new AbortController().signal)[Symbol.asyncIterator]();
      await iterator.next();
      await iterator.return?.();
      expect(await iterator.next()).toEqual({ value: undefined, done: true });
    });

    it('should keep concurrent streams apart, also after one was aborted', async () => {
      const controller = new AbortController();
      const doomed = harness.model.stream(request, controller.signal)[Symbol.asyncIterator]();
      await doomed.next();
      const others = [1, 2].map(() => collect(harness.model.stream(request, new AbortController().signal)));
      controller.abort();
      for (const chunks of await Promise.all(others)) expect(chunks.at(-1)).toMatchObject({ type: 'finish' });
      await expect(doomed.next()).rejects.toBe(controller.signal.reason);
    });

    it('should not change the request', async () => {
      const before = structuredClone(request);
      await collect(harness.model.stream(deepFreeze(request), new AbortController().signal));
      expect(request).toEqual(before);
    });

    it('should say the fallback message word for word whenever it reports no answer', async () => {
      const chunks = await collect(
        harness.model.stream({ ...request, passages: [] }, new AbortController().signal),
      );
      const finish = chunks.at(-1);
      const refused = finish?.type === 'finish' && finish.answered === false;
      expect(refused ? textsOf(chunks).join('') : request.fallbackMessage).toBe(request.fallbackMessage);
    });

    if (factory().interrupted) {
      it('should throw a domain error, and no finish, when the provider breaks off', async () => {
        const chunks: ChatChunk[] = [];
        const reading = (async () => {
          for await (const chunk of harness.interrupted!.stream(request, new AbortController().signal)) {
            chunks.push(chunk);
          }
        })();
        await expect(reading).rejects.toBeInstanceOf(DomainError);
        await expect(reading).rejects.toMatchObject({ code: expect.stringMatching(/^ai\./) });
        expect(chunks.length).toBeGreaterThan(0);
        expect(chunks.every(({ type }) => type === 'text')).toBe(true);
      });
    }

    if (factory().silent) {
      it('should stop waiting for a silent provider when aborted', async () => {
        const controller = new AbortController();
        const next = harness.silent!.stream(request, controller.signal)[Symbol.asyncIterator]().next();
        setImmediate(() => controller.abort());
        await expect(next).rejects.toMatchObject({ name: 'AbortError' });
      });
    }
  });
}

/** A question that its passage answers. */
export function answerableRequest(overrides: Partial<ChatRequest> = {}): ChatRequest {
  const question = 'How long is the warranty of the kettle?';
  return {
    system: 'Answer from the passages.',
    messages: [{ role: 'user', content: question }],
    question,
    passages: [
      {
        index: 1,
        title: 'Kettle manual',
        heading: 'Warranty',
        page: 4,
        content:
          'The kettle comes with a warranty of three years. Keep the receipt. Descale the kettle monthly.',
        score: 0.9,
      },
    ],
    language: 'en',
    fallbackMessage: 'I could not find this in the documents.',
    temperature: 0,
    maxOutputTokens: 512,
    ...overrides,
  };
}

export async function collect(stream: AsyncIterable<ChatChunk>): Promise<ChatChunk[]> {
  const chunks: ChatChunk[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

export function textsOf(chunks: ChatChunk[]): string[] {
  return chunks.flatMap((chunk) => (chunk.type === 'text' ? [chunk.text] : []));
}

function deepFreeze<T extends object>(value: T): T {
  for (const each of Object.values(value)) if (typeof each === 'object' && each !== null) deepFreeze(each);
  return Object.freeze(value);
}
