import { Inject, Injectable, Logger } from '@nestjs/common';

import { DomainError } from '../../kernel/domain-error.js';
import { AppConfig } from '../../platform/config/index.js';
import { CachedEmbeddingModel } from './cached.embedding-model.js';
import { EmbeddingCache } from './ports/embedding-cache.port.js';
import type { EmbeddingModelProvider } from './ports/embedding-model-provider.port.js';
import type { EmbeddingModel } from './ports/embedding-model.port.js';

/** The providers the platform was started with; the first one that has a favourite decides where nothing is chosen. */
export const EMBEDDING_MODEL_PROVIDERS = Symbol('EMBEDDING_MODEL_PROVIDERS');

/** Finds embedding models by id. One instance per id, so that its pace is kept whoever uses it. */
@Injectable()
export class EmbeddingModels {
  private readonly logger = new Logger('Embeddings');
  private readonly providers = new Map<string, EmbeddingModelProvider>();
  private readonly opened = new Map<string, EmbeddingModel>();

  constructor(
    @Inject(EMBEDDING_MODEL_PROVIDERS) providers: EmbeddingModelProvider[],
    private readonly config: AppConfig,
    private readonly cache: EmbeddingCache,
  ) {
    for (const provider of providers) this.register(provider);
  }

  /** False when no provider is set up: then nothing is ever embedded. */
  get enabled(): boolean {
    return this.providers.size > 0;
  }

  /** Model of new indexes: the operator's choice, else by what is set up; undefined for none. */
  get default(): EmbeddingModel | undefined {
    const chosen = this.config.embeddingModel;
    if (chosen === 'none') return undefined;
    if (chosen) return this.resolve(chosen);
    for (const { scheme, preferred } of this.providers.values()) {
      if (preferred) return this.resolve(`${scheme}:${preferred}`);
    }
    return undefined;
  }

  /** Models to choose from, the default one first. Not exhaustive: a provider may open others. */
  list(): EmbeddingModel[] {
    const listed = [...this.providers.values()].flatMap((provider) =>
      provider.list().map((name) => this.find(`${provider.scheme}:${name}`)),
    );
    return [...new Set([this.default, ...listed])].filter((model) => model !== undefined);
  }

  /** `<provider>:<model>` or `<provider>:<model>:<dimensions>`; undefined when no provider opens it. */
  find(id: string): EmbeddingModel | undefined {
    const known = this.opened.get(id);
    if (known) return known;
    const [provider, name] = this.split(id);
    const model = provider?.open(name);
    if (!model) return undefined;
    // A short id and the full one are one model.
    const same = this.opened.get(model.id) ?? this.cached(model);
    this.opened.set(id, same).set(model.id, same);
    return same;
  }

  /** Throws `ai.model_unknown` (invalid) with the id when no registered provider opens it. */
  resolve(id: string): EmbeddingModel {
    const model = this.find(id);
    if (!model) throw new DomainError('ai.model_unknown', 'invalid', { params: { model: id.slice(0, 100) } });
    return model;
  }

  /** US dollars for a million tokens; the operator's figure, else the vendor's; null when unknown. */
  priceOf(id: string): number | null {
    const [provider, name] = this.split(id);
    return this.config.embeddingPrice ?? provider?.price(name) ?? null;
  }

  /** Adds a provider, or replaces the one of the same scheme. For tests, benchmarks and extensions at start. */
  register(provider: EmbeddingModelProvider): void {
    this.providers.set(provider.scheme, provider);
    this.opened.clear();
  }

  private cached(model: EmbeddingModel): EmbeddingModel {
    return new CachedEmbeddingModel(model, this.cache, (error) =>
      this.logger.warn(`the cache of embeddings failed: ${error.message}`),
    );
  }

  private split(id: string): [EmbeddingModelProvider | undefined, string] {
    const colon = id.indexOf(':');
    return [this.providers.get(colon < 0 ? id : id.slice(0, colon)), colon < 0 ? '' : id.slice(colon + 1)];
  }
}
