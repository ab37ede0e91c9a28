import { Type } from 'class-transformer';
import { IsIn, IsObject, IsOptional, IsString, IsUUID, MaxLength, ValidateNested } from 'class-validator';

import type { Page } from '../../kernel/page.js';
import { IsPlainLine, LowerCase, Omittable, PageQueryDto } from '../../platform/http/validation/index.js';
import { BOT_LIMITS } from '../domain/bot-config.js';
import { BOT_STATUSES, type BotOverview, type BotStatus } from '../domain/bot.js';
import { BotConfigDto, FullBotConfigDto } from './bot-config.dto.js';

export class CreateBotDto {
  /**
   * @example 'Bakery helper'
   */
  @IsPlainLine()
  @MaxLength(BOT_LIMITS.name)
  name: string;

  /**
   * For you and your colleagues; visitors do not see it.
   * @example 'Answers about opening hours and orders'
   */
  @Omittable()
  @IsString()
  @MaxLength(BOT_LIMITS.description)
  description?: string;

  /** Where the bot belongs; your personal workspace when left out. */
  @Omittable()
  @LowerCase()
  @IsUUID()
  workspaceId?: string;

  @Omittable()
  @IsObject()
  @ValidateNested()
  @Type(() => BotConfigDto)
  config?: BotConfigDto;
}

/** What to change; everything left out stays as it is, inside `config` too. */
export class UpdateBotDto {
  /**
   * @example 'Bakery helper'
   */
  @Omittable()
  @IsPlainLine()
  @MaxLength(BOT_LIMITS.name)
  name?: string;

  /**
   * For you and your colleagues; visitors do not see it.
   * @example 'Answers about opening hours and orders'
   */
  @Omittable()
  @IsString()
  @MaxLength(BOT_LIMITS.description)
  description?: string;

  @Omittable()
  @IsObject()
  @ValidateNested()
  @Type(() => BotConfigDto)
  config?: BotConfigDto;
}

export class ListBotsQueryDto extends PageQueryDto {
  /** One of your workspaces instead of all. */
  @IsOptional()
  @LowerCase()
  @IsUUID()
  workspaceId?: string;

  /**
   * Looked for in names and descriptions.
   * @example 'bakery'
   */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  q?: string;

  /** Only bots in this state. */
  @IsOptional()
  @IsIn(BOT_STATUSES)
  status?: BotStatus;
}

/** How many documents a bot has. */
export class DocumentTallyDto {
  /**
   * @example 12
   */
  total: number;

  /**
   * @example 11
   */
  ready: number;

  /** Waiting or being read. */
  processing: number;

  /**
   * @example 1
   */
  failed: number;
}

/** A chatbot. */
export class BotDto {
  /**
   * @example '01923c1e-7b1a-7c3e-9d55-2f1a6b7c8d92'
   */
  id: string;

  /**
   * @example '01923c1e-7b1a-7c3e-9d55-2f1a6b7c8d91'
   */
  workspaceId: string;

  /**
   * @example 'Bakery helper'
   */
  name: string;

  description: string;

  /**
   * `empty`: no documents; `training`: some are being read; `ready`: all are; `attention`: some failed.
   * @example 'ready'
   */
  status: 'empty' | 'training' | 'ready' | 'attention';

  /**
   * Names the bot on public pages; it is no secret.
   * @example 'q5n0bV3oTt2mYw1xZs8Kd7Rj'
   */
  publicKey: string;

  config: FullBotConfigDto;

  documents: DocumentTallyDto;

  /**
   * Whether it came with the installation, to be tried and deleted.
   * @example false
   */
  sample: boolean;

  createdAt: Date;

  updatedAt: Date;

  static from(bot: BotOverview): BotDto {
    const { id, workspaceId, name, description, status, publicKey, config, documents, sample } = bot;
    const { total, ready, processing, failed } = documents;
    return {
      id,
      workspaceId,
      name,
      description,
      status,
      publicKey,
      config: { ...config },
      documents: { total, ready, processing, failed },
      sample,
      createdAt: bot.createdAt,
      updatedAt: bot.updatedAt,
    };
  }
}

/** One page of bots. */
export class BotPageDto {
  items: BotDto[];

  /** Send it as `cursor` to get the next page; null on the last one. */
  nextCursor: string | null;

  static from(page: Page<BotOverview>): BotPageDto {
    return { items: page.items.map((bot) => BotDto.from(bot)), nextCursor: page.nextCursor };
  }
}
