import { Injectable, Logger } from '@nestjs/common';

import { EmbeddingModels } from '../../ai/index.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { RankedChunk } from '../domain/fusion.js';
import { passageText } from '../domain/passage-text.js';
import type { VectorGeneration } from '../domain/vector-generation.js';
import { VectorGenerationRepository } from './ports/vector-generation-repository.port.js';
import { QuestionBreakers } from './question-breakers.js';
import { type ChunkVectors, type EmbeddablePassage, VectorIndex } from './ports/vector-index.port.js';
import { VectorStores } from './vector-stores.service.js';

/** Other processes switch generations too; the one that answered before is still there for longer than this. */
const KNOWN_FOR_MS = 3_000;
const MOST_KNOWN = 5_000;

interface Known {
  generations: VectorGeneration[];
  until: number;
}

/** The vectors of each bot lie in the generation that is active; a new one is built beside it (see `VectorKeeper`). */
@Injectable()
export class GenerationalVectorIndex extends VectorIndex {
  private readonly logger = new Logger('Vectors');
  private readonly known = new Map<string, Known>();
  private readonly down = new QuestionBreakers();
  private noticed: (botId: string) => void = () => undefined;

  constructor(
    private readonly models: EmbeddingModels,
    private readonly stores: VectorStores,
    private readonly generations: VectorGenerationRepository,
  ) {
    super();
  }

  get enabled(): boolean {
    return this.models.enabled;
  }

  /** `notice` hears of every bot whose passages may lack vectors now. */
  onChange(notice: (botId: string) => void): void {
    this.noticed = notice;
  }

  /** What this process knew of the bot is no longer so. */
  forget(botId: string): void {
    this.known.delete(botId);
  }

  async embed(
    { workspaceId, botId, documentId }: { workspaceId: string; botId: string; documentId: string },
    passages: EmbeddablePassage[],
    signal: AbortSignal,
  ): Promise<ChunkVectors | null> {
    if (!this.enabled || passages.length === 0) return null;
    const generation = await this.forWriting(workspaceId, botId);
    const model = generation && this.models.find(generation.model);
    if (!model) return null;
    try {
      const vectors = await model.embed(passages.map(passageText), 'document', signal);
      return {
        generation,
        vectors: passages.map(({ id }, i) => ({ chunkId: id, documentId, vector: vectors[i] })),
      };
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof DomainError)) throw error;
      this.logger.warn(`document ${documentId} gets its vectors later: ${error.code}`);
      await this.generations.setError(generation.id, error.code);
      return null;
    }
  }

  async upsert({ generation, vectors }: ChunkVectors): Promise<void> {
    try {
      await this.stores.of(generation.store).upsert(generation, vectors);
    } catch (error) {
      this.logger.warn(`${vectors.length} vectors are stored later: ${(error as Error).message}`);
    }
  }

  async query(
    botId: string,
    question: string,
    limit: number,
    signal: AbortSignal,
  ): Promise<RankedChunk[] | null> {
    const active = (await this.ofBot(botId)).find(({ state }) => state === 'active');
    if (!active) return null;
    const model = this.models.resolve(active.model);
    const store = this.stores.of(active.store);
    const [vector] = await this.down.guard(`model ${model.id}`, signal, () =>
      model.embed([question], 'query', signal),
    );
    return this.down.guard(`store ${store.name}`, signal, () => store.nearest(active, vector, limit, signal));
  }

  changed(botId: string, documentIds: string[]): void {
    if (!this.enabled) return;
    void this.tidy(botId, documentIds).catch((error: Error) =>
      this.logger.warn(`vectors of removed passages go later: ${error.message}`),
    );
    this.noticed(botId);
  }

  private async tidy(botId: string, documentIds: string[]): Promise<void> {
    for (const generation of await this.ofBot(botId)) {
      await this.stores.of(generation.store).tidy(generation, documentIds);
    }
  }

  private async ofBot(botId: string): Promise<VectorGeneration[]> {
    const known = this.known.get(botId);
    if (known && known.until > performance.now()) return known.generations;
    const generations = await this.generations.ofBot(botId);
    this.known.delete(botId);
    this.known.set(botId, { generations, until: performance.now() + KNOWN_FOR_MS });
    for (const oldest of this.known.keys()) {
      if (this.known.size <= MOST_KNOWN) break;
      this.known.delete(oldest);
    }
    return generations;
  }

  /** The one that answers, else the one that will; the bot's first when it has none. */
  private async forWriting(workspaceId: string, botId: string): Promise<VectorGeneration | undefined> {
    const own = await this.ofBot(botId);
    const known =
      own.find(({ state }) => state === 'active') ?? own.find(({ state }) => state === 'building');
    if (known) return known;
    const model = this.models.default;
    if (!model) return undefined;
    const { id, dimensions } = model;
    const store = this.stores.preferred.name;
    await this.generations.create({ workspaceId, botId, model: id, dimensions, store });
    this.forget(botId);
    return (await this.ofBot(botId)).find(({ state }) => state !== 'previous');
  }
}
