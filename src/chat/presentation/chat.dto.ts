import { Transform } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';

import { MessageDto, type Message, type Turn } from '../../conversations/index.js';
import type { Caller } from '../../platform/http/access/index.js';

/** Longest question, in characters. */
const LONGEST_MESSAGE = 10_000;
/** As the database writes ids. */
const LowerCase = () =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toLowerCase() : value));

export class AskDto {
  /** The question. @example 'How long is parental leave?' */
  @IsString()
  @Matches(/\S/)
  @MaxLength(LONGEST_MESSAGE)
  message: string;

  /** The conversation to go on with; without it, one is opened. */
  @IsOptional()
  @LowerCase()
  @IsUUID()
  conversationId?: string;

  /**
   * Chosen by you, to make a repeat harmless: the first result is returned again. Unique in the conversation, or per
   * bot and caller where no conversation is named. The header `Idempotency-Key` does the same.
   * @example 'c0ffee-1'
   */
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  clientMessageId?: string;
}

/** A question with its answer. */
export class ChatAnswerDto {
  conversationId: string;
  userMessage: MessageDto;
  message: MessageDto;

  static from(turn: Turn, answer: Message, reader: Caller): ChatAnswerDto {
    return {
      conversationId: turn.conversationId,
      userMessage: MessageDto.from(turn.question, reader),
      message: MessageDto.from(answer, reader),
    };
  }
}

export class FeedbackDto {
  /** null takes the rating back. @example 'up' */
  @IsIn(['up', 'down', null])
  rating: 'up' | 'down' | null;

  /** What was good or wrong about it. @example 'Names the wrong page.' */
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  comment?: string;
}

/** `message:send` */
export class SendMessageDto {
  @LowerCase()
  @IsUUID()
  botId: string;

  @IsOptional()
  @LowerCase()
  @IsUUID()
  conversationId?: string;

  @IsString()
  @Matches(/\S/)
  @MaxLength(LONGEST_MESSAGE)
  content: string;

  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  clientMessageId?: string;
}

/** `message:stop` */
export class StopMessageDto {
  @LowerCase()
  @IsUUID()
  messageId: string;
}

/** `message:resume` */
export class ResumeMessageDto {
  @LowerCase()
  @IsUUID()
  messageId: string;

  /** `seq` of the last event that arrived; 0 for all. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  afterSeq: number = 0;
}

/** `conversation:join` */
export class JoinConversationDto {
  @LowerCase()
  @IsUUID()
  conversationId: string;
}

/** `typing` */
export class TypingDto {
  @LowerCase()
  @IsUUID()
  conversationId: string;

  @IsBoolean()
  isTyping: boolean;
}
