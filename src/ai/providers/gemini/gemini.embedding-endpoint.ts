import {
  type EmbedContentRequest,
  type GenerativeModel,
  GoogleGenerativeAI,
  GoogleGenerativeAIFetchError,
  TaskType,
} from '@google/generative-ai';

import type { EmbeddingKind } from '../../application/ports/embedding-model.port.js';
import type { EmbeddingEndpoint } from '../embedding/embedding-endpoint.js';
import { EmbeddingFault, faultOfStatus } from '../embedding/embedding-fault.js';

export interface GeminiEmbeddingOptions {
  apiKey: string;
  baseUrl?: string;
  model: string;
  dimensions: number;
}

/** Gemini's `batchEmbedContents`; documents and questions are embedded differently. */
export class GeminiEmbeddingEndpoint implements EmbeddingEndpoint {
  readonly id: string;
  readonly dimensions: number;
  /** The service refuses more. */
  readonly mostTexts = 100;
  /** Beyond some 2,000 tokens the service cuts by itself. */
  readonly mostCharacters = 16_000;
  private readonly model: GenerativeModel;

  constructor({ apiKey, baseUrl, model, dimensions }: GeminiEmbeddingOptions) {
    this.dimensions = dimensions;
    this.id = `gemini:${model}:${dimensions}`;
    this.model = new GoogleGenerativeAI(apiKey).getGenerativeModel({ model }, { baseUrl });
  }

  async call(texts: string[], kind: EmbeddingKind, signal: AbortSignal): Promise<ArrayLike<number>[]> {
    const taskType = kind === 'query' ? TaskType.RETRIEVAL_QUERY : TaskType.RETRIEVAL_DOCUMENT;
    const requests = texts.map((text) => ({
      content: { role: 'user', parts: [{ text }] },
      taskType,
      // Passed on as it is; the library's types are older than the parameter.
      outputDimensionality: this.dimensions,
    })) as EmbedContentRequest[];
    try {
      const { embeddings } = await this.model.batchEmbedContents({ requests }, { signal });
      return embeddings.map(({ values }) => values ?? []);
    } catch (error) {
      throw toFault(error);
    }
  }
}

function toFault(error: unknown): EmbeddingFault {
  if (error instanceof GoogleGenerativeAIFetchError) {
    // A wrong key is told with status 400.
    const wrongKey = detailsOf(error).some(({ reason }) => reason === 'API_KEY_INVALID');
    return faultOfStatus(wrongKey ? 401 : error.status, retryDelayMs(error));
  }
  // The library tells a connection that failed only by its text; anything else is an answer that makes no sense.
  const lost = error instanceof Error && /Error fetching from/.test(error.message);
  return new EmbeddingFault(lost ? 'unavailable' : 'unusable');
}

/** `{"@type": ".../RetryInfo", "retryDelay": "7s"}` among the details. */
function retryDelayMs(error: GoogleGenerativeAIFetchError): number | undefined {
  const delay = detailsOf(error)
    .map(({ retryDelay }) => retryDelay)
    .find((text) => typeof text === 'string');
  const seconds = Number.parseFloat(delay ?? '');
  return Number.isFinite(seconds) ? seconds * 1000 : undefined;
}

function detailsOf({ errorDetails }: GoogleGenerativeAIFetchError): Record<string, unknown>[] {
  return Array.isArray(errorDetails) ? errorDetails : [];
}
