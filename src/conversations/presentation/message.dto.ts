import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

import type { Caller } from '../../platform/http/access/index.js';
import type { MessagePage } from '../application/messages.service.js';
import type { Citation } from '../domain/citation.js';
import type { BudgetNote, Message } from '../domain/message.js';

/** Where a statement of an answer comes from. */
export class CitationDto {
  /** The number that stands in brackets in the answer. @example 1 */
  index: number;
  documentId: string;
  chunkId: string;
  /** Of the document. @example 'Employee handbook.pdf' */
  title: string;
  /** Address of the page, for documents from the web. */
  url?: string;
  /** Page of paged formats, from 1. @example 12 */
  page?: number;
  /** Heading path inside the document. @example 'Leave › Parental leave' */
  heading?: string;
  /** The passage's own words. @example 'Parental leave is 16 weeks at full pay.' */
  snippet: string;
  /** 0..1, comparable within one answer only. @example 0.83 */
  score: number;

  static from(citation: Citation): CitationDto {
    const { index, documentId, chunkId, title, url, page, heading, snippet, score } = citation;
    return { index, documentId, chunkId, title, url, page, heading, snippet, score };
  }
}

/** What a model billed for. */
export class TokenUsageDto {
  /** @example 812 */
  promptTokens: number;
  /** @example 96 */
  completionTokens: number;
  /** The provider did not say, as of most answers that were stopped: reckoned from the texts. */
  estimated: boolean;
}

/** What an answer cost by the prices that the operator has set. */
export class CostDto {
  /** In millionths of a US dollar. @example 479 */
  amountMicros: number;
  /** @example 'USD' */
  currency: 'USD';
  /** The tokens are estimated, and so is this. */
  estimated: boolean;

  static from({ costMicros, usage }: Message): CostDto | null {
    if (costMicros === null) return null;
    return { amountMicros: costMicros, currency: 'USD', estimated: usage?.estimated ?? false };
  }
}

/** A budget was used up when the answer was due. */
export class BudgetNoteDto implements BudgetNote {
  /** What came instead of the bot’s own model: the owner’s message, or another model. @example 'message' */
  outcome: 'message' | 'fallback_model';
  /** Whose budget. @example 'bot' */
  scope: 'bot' | 'workspace';
  /** @example 'month' */
  period: 'day' | 'month';
}

/** Why an answer failed. */
export class AnswerErrorDto {
  /** Stable code, as in problem documents. @example 'ai.provider_busy' */
  code: string;
}

/** A question or an answer. */
export class MessageDto {
  id: string;
  conversationId: string;
  /** Place in the conversation, from 1, without gaps. @example 2 */
  seq: number;
  /** @example 'assistant' */
  role: 'user' | 'assistant';
  /** Markdown; `[1]` refers to the citation with index 1. @example 'Parental leave is 16 weeks at full pay. [1]' */
  content: string;
  /** `streaming` until the answer is over. @example 'completed' */
  status: 'streaming' | 'completed' | 'stopped' | 'failed';
  /** The sources that the answer cites. Empty for visitors of a bot whose owner keeps them back. */
  citations: CitationDto[];
  /** False when the documents did not hold the answer; null when the model does not say, and for questions. */
  answered: boolean | null;
  rating: 'up' | 'down' | null;
  /** What the reader wrote with the rating. */
  feedbackComment: string | null;
  /** @example 'offline' */
  model: string | null;
  usage: TokenUsageDto | null;
  /** Null for questions, and where the price of the model is not known. Visitors are not told. */
  cost?: CostDto | null;
  /** Only of answers for which a budget was used up. Visitors are not told. */
  budget?: BudgetNoteDto | null;
  /** Milliseconds from the start of answering to the first piece of text. @example 21 */
  firstTokenMs: number | null;
  /** Milliseconds from the start of answering to its end. @example 60 */
  latencyMs: number | null;
  /** Only of failed answers. */
  error: AnswerErrorDto | null;
  /** The question that an answer belongs to. */
  parentId?: string;
  createdAt: Date;

  static from(message: Message, reader: Caller): MessageDto {
    const { id, conversationId, seq, role, content, status, answered, rating, feedbackComment, model } =
      message;
    const { usage, firstTokenMs, latencyMs, parentId, createdAt } = message;
    return {
      id,
      conversationId,
      seq,
      role,
      content,
      status,
      citations: reader.seesSources ? message.citations.map((citation) => CitationDto.from(citation)) : [],
      answered,
      rating,
      feedbackComment,
      model,
      usage,
      ...(reader.kind !== 'visitor' && { cost: CostDto.from(message), budget: message.budget }),
      firstTokenMs,
      latencyMs,
      error: message.error && { code: message.error.code },
      parentId: parentId ?? undefined,
      createdAt,
    };
  }
}

/** One page of messages, oldest first. */
export class MessagePageDto {
  items: MessageDto[];
  /** Send it as `cursor` to read on towards newer messages; null at the end. */
  nextCursor: string | null;
  /** Send it as `cursor` to read on towards older messages; null at the beginning. */
  previousCursor: string | null;

  static from({ items, nextCursor, previousCursor }: MessagePage, reader: Caller): MessagePageDto {
    return { items: items.map((message) => MessageDto.from(message, reader)), nextCursor, previousCursor };
  }
}

export class MessagesQueryDto {
  /** How many messages to return at most. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^-?\d{1,9}$/.test(value) ? Number(value) : value,
  )
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 20;

  /** `nextCursor` or `previousCursor` of a page of the same conversation. */
  @IsOptional()
  @IsString()
  @MaxLength(300)
  cursor?: string;

  /** Without a cursor: begin with the `oldest` messages, or with the `newest` page (read back from there). */
  @IsOptional()
  @IsIn(['oldest', 'newest'])
  start: 'oldest' | 'newest' = 'oldest';
}
