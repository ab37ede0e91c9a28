import { CachedEmbeddingModel } from '../../src/ai/application/cached.embedding-model.js';
import { EmbeddingCache } from '../../src/ai/application/ports/embedding-cache.port.js';
import type { EmbeddingModel } from '../../src/ai/index.js';
import { GeminiEmbeddingModelProvider } from '../../src/ai/providers/gemini/gemini-embedding-model.provider.js';
import { OpenAiEmbeddingModelProvider } from '../../src/ai/providers/openai/openai-embedding-model.provider.js';
import { EmbeddingServer, type Misbehaviour, send, sendVectors } from '../support/stubs/embedding-server.js';
import { describeEmbeddingModel } from './embedding-model.conformance.js';

const KEY = 'key-that-nobody-may-see';
const FAST = { backoffMs: 5, timeoutMs: 2_000 };
const WIRES = ['openai', 'gemini'] as const;
type Wire = (typeof WIRES)[number];

let server: EmbeddingServer;
let mute: EmbeddingServer;
beforeAll(async () => {
  server = await EmbeddingServer.start();
  mute = await EmbeddingServer.start();
  mute.misbehave = () => true;
});
afterAll(() => Promise.all([server.close(), mute.close()]));
beforeEach(() => {
  server.calls.length = 0;
  server.misbehave = () => false;
  server.floats = false;
});

function open(wire: Wire, at: () => EmbeddingServer = () => server, dimensions = 32): EmbeddingModel {
  const provider =
    wire === 'openai'
      ? new OpenAiEmbeddingModelProvider({ apiKey: KEY, baseUrl: `${at().url}/v1` }, FAST)
      : new GeminiEmbeddingModelProvider({ apiKey: KEY, baseUrl: at().url }, FAST);
  return provider.open(`words:${dimensions}`)!;
}

/** Opened at the first use: the address of a server is known once it listens. */
function lazily(wire: Wire, at: () => EmbeddingServer): EmbeddingModel {
  let model: EmbeddingModel | undefined;
  return {
    id: `${wire}:words:32`,
    dimensions: 32,
    embed: (...args) => (model ??= open(wire, at)).embed(...args),
  };
}

/** Keeps everything. */
class MemoryCache extends EmbeddingCache {
  readonly kept = new Map<string, Float32Array>();
  broken = false;

  async read(modelId: string, hashes: Buffer[]) {
    if (this.broken) throw new Error('the cache is away');
    const keys = hashes.map((hash) => hash.toString('hex'));
    return new Map(
      keys.flatMap((key) => {
        const vector = this.kept.get(`${modelId} ${key}`);
        return vector ? [[key, vector] as const] : [];
      }),
    );
  }

  async write(modelId: string, vectors: Map<string, Float32Array>) {
    if (this.broken) throw new Error('the cache is away');
    for (const [key, vector] of vectors) this.kept.set(`${modelId} ${key}`, vector);
  }

  async trim() {
    return 0;
  }
}

for (const wire of WIRES) {
  describeEmbeddingModel(wire, () => ({
    model: lazily(wire, () => server),
    silent: lazily(wire, () => mute),
  }));
}
describeEmbeddingModel('cached', () => ({
  model: new CachedEmbeddingModel(
    lazily('openai', () => server),
    new MemoryCache(),
  ),
  silent: new CachedEmbeddingModel(
    lazily('openai', () => mute),
    new MemoryCache(),
  ),
}));

/** Does so for the first `times` calls. */
function first(times: number, misbehave: Misbehaviour): Misbehaviour {
  return (call, response) => times-- > 0 && misbehave(call, response);
}

describe.each(WIRES)('an embedding provider that misbehaves (%s)', (wire) => {
  const texts = Array.from({ length: 8 }, (_, i) => `text number${i}`);
  const right = () => open(wire).embed(texts, 'document');

  it('should cut many texts into batches and keep their order', async () => {
    const many = Array.from({ length: 250 }, (_, i) => `word${i}`);
    const vectors = await open(wire).embed(many, 'document');
    expect(server.calls.length).toBe(3);
    const [last] = await open(wire).embed(['word249'], 'document');
    expect(vectors[249]).toEqual(last);
  });

  it('should wait as long as it is told to when the provider is busy', async () => {
    server.misbehave = first(1, (_, response) => {
      const body =
        wire === 'gemini'
          ? { error: { message: KEY, details: [{ '@type': 'RetryInfo', retryDelay: '0.3s' }] } }
          : { error: { message: KEY } };
      send(response, 429, body, { 'retry-after': '0.3' });
      return true;
    });
    const started = performance.now();
    expect(await right()).toHaveLength(8);
    expect(performance.now() - started).toBeGreaterThanOrEqual(290);
  });

  it.each([
    [429, 'ai.provider_busy'],
    [503, 'ai.provider_unavailable'],
    [401, 'ai.provider_config'],
  ])('should give up on endless %i with %s, and never quote the provider', async (status, code) => {
    server.misbehave = (_, response) => {
      send(response, status, { error: { message: `the key ${KEY} is bad` } });
      return true;
    };
    const error = await right().catch((e: unknown) => e);
    expect(error).toMatchObject({ code, params: { status } });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(KEY);
    expect(server.calls.length).toBe(status === 401 ? 1 : 5);
  });

  it.each<[string, Misbehaviour]>([
    [
      'one vector too few',
      (call, response) => {
        sendVectors(
          call,
          call.texts.slice(1).map(() => new Float32Array(32).fill(1)),
          response,
        );
        return true;
      },
    ],
    [
      'another dimension',
      (call, response) => {
        sendVectors(
          call,
          call.texts.map(() => new Float32Array(31).fill(1)),
          response,
        );
        return true;
      },
    ],
    [
      'a number that is none',
      (call, response) => {
        sendVectors(
          call,
          call.texts.map(() => new Float32Array(32).fill(Number.NaN)),
          response,
        );
        return true;
      },
    ],
    [
      'an error page with status 200',
      (_, response) => {
        send(response, 200, '<html>oops</html>');
        return true;
      },
    ],
  ])('should ask again after %s, and in the end refuse it', async (_, misbehave) => {
    server.misbehave = first(1, misbehave);
    expect(await right()).toHaveLength(8);
    server.misbehave = misbehave;
    await expect(right()).rejects.toMatchObject({ code: 'ai.embedding_invalid' });
  });

  it('should split a batch of which one text is refused, and cut that text', async () => {
    server.misbehave = (call, response) => {
      if (!call.texts.some((text) => text.length > 1_000)) return false;
      send(response, wire === 'openai' ? 413 : 400, { error: { message: 'too long' } });
      return true;
    };
    const vectors = await open(wire).embed([...texts, 'long '.repeat(900)], 'document');
    expect(vectors).toHaveLength(9);
    expect(vectors.every((vector) => Math.abs(Math.hypot(...vector) - 1) < 1e-3)).toBe(true);
  });

  it('should leave nothing running when one batch fails for good', async () => {
    server.misbehave = (call, response) => {
      if (call.texts[0] === 'word0') send(response, 403, { error: { message: 'no' } });
      return true;
    };
    const many = Array.from({ length: 250 }, (_, i) => `word${i}`);
    await expect(open(wire).embed(many, 'document')).rejects.toMatchObject({ code: 'ai.provider_config' });
  });

  it('should tell a provider that cannot be reached from one that is wrong', async () => {
    const gone = await EmbeddingServer.start();
    const model = open(wire, () => gone);
    await gone.close();
    await expect(model.embed(['text'], 'query')).rejects.toMatchObject({ code: 'ai.provider_unavailable' });
  });
});

describe('what the wire is told', () => {
  it('should tell Gemini what a text is for, and both the dimensions', async () => {
    await open('gemini').embed(['a'], 'query');
    await open('gemini').embed(['a'], 'document');
    await open('openai').embed(['a'], 'query');
    expect(server.calls.map(({ taskType }) => taskType)).toEqual([
      'RETRIEVAL_QUERY',
      'RETRIEVAL_DOCUMENT',
      undefined,
    ]);
    expect(server.calls.map(({ dimensions }) => dimensions)).toEqual([32, 32, 32]);
  });

  it('should read plain numbers from servers that know no base64', async () => {
    const [expected] = await open('openai').embed(['alpha beta'], 'document');
    server.floats = true;
    const [plain] = await open('openai').embed(['alpha beta'], 'document');
    expect(plain).toEqual(expected);
  });

  it('should leave the dimensions out for servers that refuse them, and remember it', async () => {
    server.misbehave = (call, response) => {
      if (call.dimensions === undefined) return false;
      send(response, 400, { error: { message: 'this model has fixed dimensions' } });
      return true;
    };
    const model = open('openai');
    await model.embed(['a'], 'document');
    await model.embed(['b'], 'document');
    expect(server.calls.map(({ dimensions }) => dimensions)).toEqual([32, undefined, undefined]);
  });
});

describe('the cache of embeddings', () => {
  it('should pay for a text once, and for equal texts of a batch once', async () => {
    const cache = new MemoryCache();
    const model = () => new CachedEmbeddingModel(open('openai'), cache);
    const [a] = await model().embed(['alpha', 'beta', 'alpha'], 'document');
    const again = await model().embed(['beta', 'alpha', 'gamma'], 'document');
    expect(again[1]).toEqual(a);
    expect(server.calls.map(({ texts }) => texts)).toEqual([['alpha', 'beta'], ['gamma']]);
  });

  it('should go on without the cache when that fails', async () => {
    const cache = new MemoryCache();
    cache.broken = true;
    const failures: string[] = [];
    const model = new CachedEmbeddingModel(open('openai'), cache, ({ message }) => failures.push(message));
    expect(await model.embed(['alpha'], 'document')).toHaveLength(1);
    expect(failures).toEqual(['the cache is away', 'the cache is away']);
  });
});
