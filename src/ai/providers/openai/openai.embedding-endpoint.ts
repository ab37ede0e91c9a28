import { APIConnectionTimeoutError, APIError, OpenAI } from 'openai';

import type { EmbeddingKind } from '../../application/ports/embedding-model.port.js';
import type { EmbeddingEndpoint } from '../embedding/embedding-endpoint.js';
import { EmbeddingFault, faultOfStatus } from '../embedding/embedding-fault.js';

export interface OpenAiEmbeddingOptions {
  /** Servers of one's own mostly need none. */
  apiKey?: string;
  /** Of any server that speaks this protocol, with its `/v1`; OpenAI's own when absent. */
  baseUrl?: string;
  model: string;
  dimensions: number;
}

/** `POST /embeddings` of OpenAI and of every server that imitates it. */
export class OpenAiEmbeddingEndpoint implements EmbeddingEndpoint {
  readonly id: string;
  readonly dimensions: number;
  readonly mostTexts = 96;
  readonly mostCharacters = 16_000;
  private readonly client: OpenAI;
  /** Models of one fixed size refuse to be told it, on some servers. */
  private sendsDimensions = true;

  constructor(private readonly options: OpenAiEmbeddingOptions) {
    this.dimensions = options.dimensions;
    this.id = `openai:${options.model}:${options.dimensions}`;
    this.client = new OpenAI({
      apiKey: options.apiKey ?? 'none',
      baseURL: options.baseUrl,
      maxRetries: 0,
      logLevel: 'off',
    });
  }

  async call(texts: string[], _kind: EmbeddingKind, signal: AbortSignal): Promise<ArrayLike<number>[]> {
    try {
      return await this.request(texts, this.sendsDimensions, signal);
    } catch (error) {
      const refused = error instanceof EmbeddingFault && error.kind === 'rejected';
      if (!refused || !this.sendsDimensions || error.options.status === 413) throw error;
      const vectors = await this.request(texts, false, signal);
      // Only a server that answers with the right size has refused the size and nothing else.
      if (vectors.some(({ length }) => length !== this.dimensions)) throw error;
      this.sendsDimensions = false;
      return vectors;
    }
  }

  private async request(
    input: string[],
    withDimensions: boolean,
    signal: AbortSignal,
  ): Promise<ArrayLike<number>[]> {
    try {
      const { data } = await this.client.embeddings.create(
        {
          model: this.options.model,
          input,
          encoding_format: 'base64',
          ...(withDimensions ? { dimensions: this.dimensions } : {}),
        },
        { signal },
      );
      return inOrder(data);
    } catch (error) {
      throw toFault(error);
    }
  }
}

interface WireEmbedding {
  index?: number;
  /** Base64 of little-endian floats, or plain numbers from servers that know no other way. */
  embedding: string | number[];
}

function inOrder(data: WireEmbedding[]): ArrayLike<number>[] {
  if (!Array.isArray(data)) throw new EmbeddingFault('unusable');
  return [...data]
    .map((item, place) => ({ place: item.index ?? place, vector: decoded(item.embedding) }))
    .sort((a, b) => a.place - b.place)
    .map(({ vector }) => vector);
}

function decoded(embedding: string | number[]): ArrayLike<number> {
  if (typeof embedding !== 'string') return embedding ?? [];
  const bytes = Buffer.from(embedding, 'base64');
  // A copy of its own: small buffers share memory at places that no Float32Array may begin at.
  return new Float32Array(new Uint8Array(bytes).buffer, 0, Math.floor(bytes.length / 4));
}

function toFault(error: unknown): unknown {
  if (error instanceof APIConnectionTimeoutError) return new EmbeddingFault('timeout');
  if (error instanceof APIError)
    return faultOfStatus(error.status as number | undefined, retryAfterMs(error));
  // What is no JSON, such as an error page that came with status 200.
  return error instanceof EmbeddingFault ? error : new EmbeddingFault('unusable');
}

function retryAfterMs({ headers }: { headers?: Headers }): number | undefined {
  const text = headers?.get('retry-after');
  if (!text) return undefined;
  const seconds = Number(text);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
