import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';

import { IsPlainLine, Omittable } from '../../platform/http/validation/index.js';
import { BOT_LIMITS } from '../domain/bot-config.js';

const LANGUAGE = /^(auto|[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3})$/;
const MODEL = /^[a-z][a-z0-9-]{0,30}(:[\w./:@-]{1,120})?$/;

/** How a bot answers; every field may be left out. */
export class BotConfigDto {
  /**
   * Your instructions to the model, on top of the platform's rules about sources.
   * @example 'You are the assistant of a small bakery. Be warm and brief.'
   */
  @Omittable()
  @IsString()
  @MaxLength(BOT_LIMITS.systemPrompt)
  systemPrompt?: string;

  /**
   * Id of a chat model; null takes the platform's default.
   * @example 'offline'
   */
  @IsOptional()
  @IsString()
  @Matches(MODEL)
  model?: string | null;

  /**
   * 0 (always the likeliest word) to 2.
   * @example 0.2
   */
  @Omittable()
  @IsNumber()
  @Min(BOT_LIMITS.temperature.min)
  @Max(BOT_LIMITS.temperature.max)
  temperature?: number;

  /**
   * Longest answer, in tokens.
   * @example 1024
   */
  @Omittable()
  @IsInt()
  @Min(BOT_LIMITS.maxOutputTokens.min)
  @Max(BOT_LIMITS.maxOutputTokens.max)
  maxOutputTokens?: number;

  /** `rag` answers from one search; `react` lets the model search and act in several steps. */
  @Omittable()
  @IsIn(['rag', 'react'])
  agentType?: 'rag' | 'react';

  /**
   * Language of answers as a BCP 47 tag, or `auto` for the language of each question.
   * @example 'auto'
   */
  @Omittable()
  @IsString()
  @Matches(LANGUAGE)
  language?: string;

  /**
   * Passages given to the model for one answer.
   * @example 6
   */
  @Omittable()
  @IsInt()
  @Min(BOT_LIMITS.topK.min)
  @Max(BOT_LIMITS.topK.max)
  topK?: number;

  /**
   * How much likeness of meaning counts beside words when passages are looked for: 0 (words alone) to 1. Matters only
   * with an embedding model; counts for less where a question holds numbers, code or quotations.
   * @example 0.5
   */
  @Omittable()
  @IsNumber()
  @Min(BOT_LIMITS.vectorWeight.min)
  @Max(BOT_LIMITS.vectorWeight.max)
  vectorWeight?: number;

  /**
   * Said when the documents do not hold the answer.
   * @example 'I could not find that in our documents.'
   */
  @Omittable()
  @IsString()
  @MaxLength(BOT_LIMITS.message)
  fallbackMessage?: string;

  /**
   * First thing a visitor reads.
   * @example 'Hello! What would you like to know?'
   */
  @Omittable()
  @IsString()
  @MaxLength(BOT_LIMITS.message)
  welcomeMessage?: string;

  /**
   * Offered to a visitor who has not asked anything yet.
   * @example ['When do you open?']
   */
  @Omittable()
  @IsArray()
  @ArrayMaxSize(BOT_LIMITS.suggestedQuestions)
  @IsPlainLine({ each: true })
  @MaxLength(BOT_LIMITS.suggestedQuestion, { each: true })
  suggestedQuestions?: string[];
}

/** How a bot answers, complete. */
export class FullBotConfigDto {
  /** Your instructions to the model, on top of the platform's rules about sources. */
  systemPrompt: string;

  /** Id of a chat model; null takes the platform's default. */
  model: string | null;

  /**
   * 0 (always the likeliest word) to 2.
   * @example 0.2
   */
  temperature: number;

  /**
   * Longest answer, in tokens.
   * @example 1024
   */
  maxOutputTokens: number;

  /** `rag` answers from one search; `react` lets the model search and act in several steps. */
  agentType: 'rag' | 'react';

  /**
   * Language of answers as a BCP 47 tag, or `auto` for the language of each question.
   * @example 'auto'
   */
  language: string;

  /**
   * Passages given to the model for one answer.
   * @example 6
   */
  topK: number;

  /**
   * How much likeness of meaning counts beside words when passages are looked for: 0 (words alone) to 1. Matters only
   * with an embedding model; counts for less where a question holds numbers, code or quotations.
   * @example 0.5
   */
  vectorWeight: number;

  /** Said when the documents do not hold the answer. */
  fallbackMessage: string;

  /** First thing a visitor reads. */
  welcomeMessage: string;

  /** Offered to a visitor who has not asked anything yet. */
  suggestedQuestions: string[];
}
