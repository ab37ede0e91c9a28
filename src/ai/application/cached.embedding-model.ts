import { createHash } from 'node:crypto';

import type { EmbeddingCache } from './ports/embedding-cache.port.js';
import { type EmbeddingKind, EmbeddingModel } from './ports/embedding-model.port.js';

/** Questions are remembered in memory: asking the database would cost as much as it saves. */
const MOST_QUESTIONS = 500;

/**
 * Pays for a text once: what is read again, or moved to another index of the same model, is not embedded again. A cache
 * that fails is as good as an empty one.
 */
export class CachedEmbeddingModel extends EmbeddingModel {
  readonly id: string;
  readonly dimensions: number;
  private readonly questions = new Map<string, Float32Array>();

  constructor(
    private readonly model: EmbeddingModel,
    private readonly cache: EmbeddingCache,
    private readonly onCacheFailure: (error: Error) => void = () => undefined,
  ) {
    super();
    this.id = model.id;
    this.dimensions = model.dimensions;
  }

  async embed(texts: string[], kind: EmbeddingKind, signal?: AbortSignal): Promise<Float32Array[]> {
    signal?.throwIfAborted();
    if (texts.length === 0) return [];
    const keys = texts.map((text) => createHash('sha256').update(`${kind}\0${text}`).digest('hex'));
    const known = kind === 'query' ? this.remembered(keys) : await this.stored(keys);
    const missing = new Map(keys.flatMap((key, i) => (known.has(key) ? [] : [[key, texts[i]] as const])));
    if (missing.size > 0) {
      const vectors = await this.model.embed([...missing.values()], kind, signal);
      const fresh = new Map([...missing.keys()].map((key, i) => [key, vectors[i]]));
      for (const [key, vector] of fresh) known.set(key, vector);
      if (kind === 'query') this.remember(fresh);
      else await this.cache.write(this.id, fresh).catch(this.onCacheFailure);
    }
    return keys.map((key) => known.get(key)!);
  }

  private async stored(keys: string[]): Promise<Map<string, Float32Array>> {
    const hashes = [...new Set(keys)].map((key) => Buffer.from(key, 'hex'));
    const found = await this.cache.read(this.id, hashes).catch((error: Error) => {
      this.onCacheFailure(error);
      return new Map<string, Float32Array>();
    });
    // A space that changed under its name must not live on here.
    return new Map([...found].filter(([, vector]) => vector.length === this.dimensions));
  }

  private remembered(keys: string[]): Map<string, Float32Array> {
    return new Map(
      keys.flatMap((key) => (this.questions.has(key) ? [[key, this.questions.get(key)!] as const] : [])),
    );
  }

  private remember(vectors: Map<string, Float32Array>): void {
    for (const [key, vector] of vectors) this.questions.set(key, vector);
    for (const key of this.questions.keys()) {
      if (this.questions.size <= MOST_QUESTIONS) break;
      this.questions.delete(key);
    }
  }
}
