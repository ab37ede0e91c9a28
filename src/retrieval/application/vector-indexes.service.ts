import { Injectable } from '@nestjs/common';

import { EmbeddingModels } from '../../ai/index.js';
import { DomainError } from '../../kernel/domain-error.js';
import { Database } from '../../platform/database/index.js';
import type { GenerationState, VectorGeneration, VectorStoreName } from '../domain/vector-generation.js';
import { GenerationalVectorIndex } from './generational-vector.index.js';
import { VectorGenerationRepository } from './ports/vector-generation-repository.port.js';
import { VectorKeeper } from './vector-keeper.service.js';
import { VectorStores } from './vector-stores.service.js';

/** What most languages need for a token, on average. */
const CHARACTERS_A_TOKEN = 4;

export interface VectorIndexStatus extends VectorGeneration {
  /** Published passages of the bot, and those that have a vector. */
  total: number;
  done: number;
  /** Tokens that are still to be embedded, estimated. */
  tokensLeft: number;
  /** What that costs in US dollars; null when the price is unknown. */
  costLeft: number | null;
}

/** What an index can be built with. */
export interface VectorIndexChoices {
  /** Models to choose from, the default one first; others may be named. Prices in US dollars for a million tokens. */
  models: { id: string; dimensions: number; price: number | null }[];
  /** The preferred one first. */
  stores: VectorStoreName[];
}

/**
 * Changes a bot's embedding model, dimensions or store: the new index is built beside the one that answers, takes over
 * when it is complete, and can be left again. The caller has checked that its principal may do so with the bot. Changes
 * join the transaction that is open.
 */
@Injectable()
export class VectorIndexes {
  constructor(
    private readonly models: EmbeddingModels,
    private readonly stores: VectorStores,
    private readonly generations: VectorGenerationRepository,
    private readonly index: GenerationalVectorIndex,
    private readonly keeper: VectorKeeper,
    private readonly database: Database,
  ) {}

  /** Nothing when no embedding model is set up. */
  choices(): VectorIndexChoices {
    return {
      models: this.models
        .list()
        .map(({ id, dimensions }) => ({ id, dimensions, price: this.models.priceOf(id) })),
      stores: this.stores.names,
    };
  }

  /** The one that answers, the one that is being built, and the one to go back to, where there are such. */
  async list(botId: string): Promise<Partial<Record<GenerationState, VectorIndexStatus>>> {
    const own = await this.generations.ofBot(botId);
    const entries = await Promise.all(
      own.map(async (generation) => [generation.state, await this.status(generation)] as const),
    );
    return Object.fromEntries(entries);
  }

  /** Tokens of everything that the bot has published, estimated: what a new index has to embed. */
  async tokens(botId: string): Promise<number> {
    return tokensOf(await this.generations.characters(botId));
  }

  /**
   * Begins to build another index. What answers like that already, or is being built like that already, is left as it is:
   * `begun` tells. Throws `ai.model_unknown` and `retrieval.store_unknown` (invalid), `retrieval.index_building`
   * (conflict) when another one is being built.
   */
  async build(
    bot: { workspaceId: string; botId: string },
    to: { model: string; store?: VectorStoreName },
  ): Promise<{ begun: boolean; generation: VectorGeneration }> {
    const { id: model, dimensions } = this.models.resolve(to.model);
    const { name: store } = to.store ? this.stores.of(to.store) : this.stores.preferred;
    const own = await this.generations.ofBot(bot.botId);
    const building = own.find(({ state }) => state === 'building');
    const same = (building ? [building] : own).find(
      (one) => one.state !== 'previous' && one.model === model && one.store === store,
    );
    if (same) return { begun: false, generation: same };
    const generation = building
      ? null
      : await this.generations.create({ ...bot, model, dimensions, store }, 'building');
    if (!generation) throw new DomainError('retrieval.index_building', 'conflict');
    this.afterCommit(bot.botId);
    return { begun: true, generation };
  }

  /**
   * Gives up the index that is being built; what it cost is in the cache of embeddings. Returns it, or undefined when there
   * is none. Its vectors go in the background.
   */
  async cancel(botId: string): Promise<VectorGeneration | undefined> {
    const abandoned = await this.generations.abandon(botId);
    if (abandoned) this.afterCommit(botId);
    return abandoned;
  }

  /** Lets the previous index answer again, and returns it. Throws `retrieval.no_previous_index` (conflict). */
  async switchBack(botId: string): Promise<VectorGeneration> {
    const generation = await this.generations.switchBack(botId);
    if (!generation) throw new DomainError('retrieval.no_previous_index', 'conflict');
    this.afterCommit(botId);
    return generation;
  }

  /** `notice` hears of every bot whose new index came along in this process. It must not throw. */
  onProgress(notice: (botId: string) => void): void {
    this.keeper.onProgress(notice);
  }

  private afterCommit(botId: string): void {
    this.database.afterCommit(() => {
      this.index.forget(botId);
      // What came in since an earlier index answered has no vectors in it.
      this.keeper.look(botId);
    });
  }

  private async status(generation: VectorGeneration): Promise<VectorIndexStatus> {
    const { total, done, charactersLeft } = await this.generations.progress(generation);
    const tokensLeft = tokensOf(charactersLeft);
    const price = this.models.priceOf(generation.model);
    return {
      ...generation,
      total,
      done,
      tokensLeft,
      costLeft: price === null ? null : (tokensLeft * price) / 1_000_000,
    };
  }
}

function tokensOf(characters: number): number {
  return Math.ceil(characters / CHARACTERS_A_TOKEN);
}
