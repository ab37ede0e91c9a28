import { EmbeddingModelProvider } from '../../application/ports/embedding-model-provider.port.js';
import type { EmbeddingModel } from '../../application/ports/embedding-model.port.js';
import { readModelName } from '../embedding/model-name.js';
import { RemoteEmbeddingModel, type RemoteEmbeddingOptions } from '../embedding/remote.embedding-model.js';
import { OpenAiEmbeddingEndpoint } from './openai.embedding-endpoint.js';

/** Sizes that are good for what they cost; a smaller cut of a big vector loses next to nothing. */
const DIMENSIONS: Record<string, number> = {
  'text-embedding-3-small': 768,
  'text-embedding-3-large': 1_024,
  'text-embedding-ada-002': 1_536,
};

/** US dollars for a million tokens, as listed in 2026. */
const PRICES: Record<string, number> = {
  'text-embedding-3-small': 0.02,
  'text-embedding-3-large': 0.13,
  'text-embedding-ada-002': 0.1,
};

export class OpenAiEmbeddingModelProvider extends EmbeddingModelProvider {
  readonly scheme = 'openai';
  readonly preferred: string | undefined;

  constructor(
    private readonly connection: { apiKey?: string; baseUrl?: string },
    private readonly options: Partial<RemoteEmbeddingOptions> = {},
  ) {
    super();
    // What another server calls its models, nobody knows.
    this.preferred = connection.baseUrl ? undefined : 'text-embedding-3-small';
  }

  override list(): string[] {
    return this.preferred === undefined ? [] : Object.keys(PRICES);
  }

  open(name: string): EmbeddingModel | undefined {
    const read = readModelName(name);
    const dimensions = read && (read.dimensions ?? DIMENSIONS[read.model]);
    if (!dimensions) return undefined;
    const endpoint = new OpenAiEmbeddingEndpoint({
      apiKey: this.connection.apiKey,
      baseUrl: this.connection.baseUrl,
      model: read.model,
      dimensions,
    });
    return new RemoteEmbeddingModel(endpoint, this.options);
  }

  price(name: string): number | undefined {
    return PRICES[readModelName(name)?.model ?? ''];
  }
}
