import { EmbeddingModelProvider } from '../../application/ports/embedding-model-provider.port.js';
import type { EmbeddingModel } from '../../application/ports/embedding-model.port.js';
import { readModelName } from '../embedding/model-name.js';
import { RemoteEmbeddingModel, type RemoteEmbeddingOptions } from '../embedding/remote.embedding-model.js';
import { GeminiEmbeddingEndpoint } from './gemini.embedding-endpoint.js';

const PREFERRED = 'gemini-embedding-001';
/** What Google recommends as the smallest good size; all its models can be cut to it. */
const DIMENSIONS = 768;
/** US dollars for a million tokens, as listed in 2026. */
const PRICES: Record<string, number> = { [PREFERRED]: 0.15 };

export class GeminiEmbeddingModelProvider extends EmbeddingModelProvider {
  readonly scheme = 'gemini';
  readonly preferred = PREFERRED;

  constructor(
    private readonly connection: { apiKey: string; baseUrl?: string },
    private readonly options: Partial<RemoteEmbeddingOptions> = {},
  ) {
    super();
  }

  open(name: string): EmbeddingModel | undefined {
    const read = readModelName(name);
    if (!read) return undefined;
    const { model, dimensions = DIMENSIONS } = read;
    const { apiKey, baseUrl } = this.connection;
    const endpoint = new GeminiEmbeddingEndpoint({ apiKey, baseUrl, model, dimensions });
    return new RemoteEmbeddingModel(endpoint, this.options);
  }

  price(name: string): number | undefined {
    return PRICES[readModelName(name)?.model ?? ''];
  }
}
