import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';

import { VECTOR_STORES, type VectorIndexStatus, type VectorStoreName } from '../../retrieval/index.js';
import type { BotIndex, IndexWish } from '../application/bot-indexes.service.js';

const MODEL = /^[a-z][a-z0-9-]{0,30}:[\w./:@-]{1,120}$/;

export class BuildIndexDto implements IndexWish {
  /**
   * Id of an embedding model, `<provider>:<model>` or `<provider>:<model>:<dimensions>`.
   * @example 'openai:text-embedding-3-large'
   */
  @IsString()
  @Matches(MODEL)
  model: string;

  /**
   * Size of the vectors, where it is not part of `model`; left out, what is best for the model.
   * @example 1024
   */
  @IsOptional()
  @IsInt()
  @Min(8)
  @Max(4_096)
  dimensions?: number;

  /** Where the vectors are kept; left out, where the installation keeps new ones. */
  @IsOptional()
  @IsIn(VECTOR_STORES)
  @ApiProperty({ enum: VECTOR_STORES, required: false })
  store?: VectorStoreName;
}

/** All vectors of a bot by one model in one store. */
export class VectorIndexDto {
  /** @example 'openai:text-embedding-3-small:768' */
  model: string;

  /** @example 768 */
  dimensions: number;

  @ApiProperty({ enum: VECTOR_STORES })
  store: VectorStoreName;

  /** Passages of the bot's documents. */
  chunks: number;

  /** Those of them that have a vector. */
  chunksDone: number;

  /** 0..100. */
  progress: number;

  /** Tokens that are still to be embedded, estimated. */
  tokensLeft: number;

  /** What that costs in US dollars, estimated; null when the price of the model is unknown. */
  @ApiProperty({ type: Number, nullable: true })
  costLeft: number | null;

  /**
   * Code of what stopped the last attempt to complete it; it is tried again.
   * @example 'ai.provider_config'
   */
  @ApiProperty({ type: String, nullable: true })
  error: string | null;

  createdAt: Date;

  /** When it last began to answer. */
  @ApiProperty({ type: Date, nullable: true })
  activatedAt: Date | null;

  static from(status: VectorIndexStatus): VectorIndexDto {
    const { model, dimensions, store, total, done, tokensLeft, costLeft } = status;
    const { error, createdAt, activatedAt } = status;
    const progress = total === 0 ? 100 : Math.floor((done / total) * 100);
    const counts = { chunks: total, chunksDone: done, progress, tokensLeft, costLeft };
    return { model, dimensions, store, ...counts, error, createdAt, activatedAt };
  }
}

/** An embedding model to choose. */
export class EmbeddingChoiceDto {
  /** @example 'openai:text-embedding-3-small:768' */
  id: string;

  /** @example 768 */
  dimensions: number;

  /**
   * US dollars for a million tokens; null when unknown.
   * @example 0.02
   */
  @ApiProperty({ type: Number, nullable: true })
  price: number | null;
}

/** By what a bot finds passages beside their words. */
export class BotIndexDto {
  botId: string;

  /**
   * `off`: by words alone, since no embedding model is set up or the bot has no documents yet; `building`: by words alone
   * until the first index is complete; `ready`: by words and meaning.
   */
  @ApiProperty({ enum: ['off', 'building', 'ready'] })
  state: 'off' | 'building' | 'ready';

  /** The index that answers. */
  @ApiProperty({ type: VectorIndexDto, nullable: true })
  active: VectorIndexDto | null;

  /** The one that is being built and will take over. */
  @ApiProperty({ type: VectorIndexDto, nullable: true })
  building: VectorIndexDto | null;

  /** The one that answered before, to go back to. */
  @ApiProperty({ type: VectorIndexDto, nullable: true })
  previous: VectorIndexDto | null;

  /** Tokens of all passages, estimated: what another index has to embed. */
  tokens: number;

  /** Models to choose from, the default one first; others may be named. Empty when none is set up. */
  models: EmbeddingChoiceDto[];

  /** Where vectors can be kept here, the usual place first. */
  @ApiProperty({ enum: VECTOR_STORES, isArray: true })
  stores: VectorStoreName[];

  static from({ botId, active, building, previous, tokens, models, stores }: BotIndex): BotIndexDto {
    return {
      botId,
      state: active ? 'ready' : building ? 'building' : 'off',
      active: active ? VectorIndexDto.from(active) : null,
      building: building ? VectorIndexDto.from(building) : null,
      previous: previous ? VectorIndexDto.from(previous) : null,
      tokens,
      models: models.map(({ id, dimensions, price }) => ({ id, dimensions, price })),
      stores,
    };
  }
}
