import { Injectable } from '@nestjs/common';

import { EmbeddingModels } from '../../ai/index.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { VectorGeneration, VectorStoreName } from '../domain/vector-generation.js';
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

/**
 * Changes a bot's embedding model, dimensions or store: the new index is built beside the one that answers, takes over
 * when it is complete, and can be left again. The caller has checked that its principal may do so with the bot.
 */
@Injectable()
export class VectorIndexes {
  constructor(
    private readonly models: EmbeddingModels,
    private readonly stores: VectorStores,
    private readonly generations: VectorGenerationRepository,
    private readonly index: GenerationalVectorIndex,
    private readonly keeper: VectorKeeper,
  ) {}

  /** The one that answers, the one that is being built, and the one to go back to, where there are such. */
  async list(botId: string): Promise<VectorIndexStatus[]> {
    const own = await this.generations.ofBot(botId);
    return Promise.all(own.map((generation) => this.status(generation)));
  }

  /**
   * Begins to build another index. Throws `ai.model_unknown` and `retrieval.store_unknown` (invalid),
   * `retrieval.index_building` (conflict) when one is being built already.
   */
  async build(
    bot: { workspaceId: string; botId: string },
    to: { model: string; store?: VectorStoreName },
  ): Promise<VectorIndexStatus> {
    const { id: model, dimensions } = this.models.resolve(to.model);
    const { name: store } = to.store ? this.stores.of(to.store) : this.stores.preferred;
    const created = await this.generations.create({ ...bot, model, dimensions, store }, 'building');
    if (!created) throw new DomainError('retrieval.index_building', 'conflict');
    this.index.forget(bot.botId);
    this.keeper.wake();
    return this.status(created);
  }

  /** Gives up the index that is being built; what it cost is in the cache of embeddings. Safe to repeat. */
  async cancel(botId: string): Promise<void> {
    const own = await this.generations.ofBot(botId);
    const building = own.find(({ state }) => state === 'building');
    if (building) await this.keeper.drop(building);
  }

  /** Lets the previous index answer again. Throws `retrieval.no_previous_index` (conflict). */
  async switchBack(botId: string): Promise<void> {
    if (!(await this.generations.switchBack(botId))) {
      throw new DomainError('retrieval.no_previous_index', 'conflict');
    }
    this.index.forget(botId);
    // What came in since then has no vectors in it.
    this.keeper.look(botId);
  }

  private async status(generation: VectorGeneration): Promise<VectorIndexStatus> {
    const { total, done, charactersLeft } = await this.generations.progress(generation);
    const tokensLeft = Math.ceil(charactersLeft / CHARACTERS_A_TOKEN);
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
