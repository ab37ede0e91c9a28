import { Type } from 'class-transformer';
import { IsEmail, IsObject, IsString, MaxLength, ValidateNested } from 'class-validator';

import { SITE_USER_LIMITS } from '../../bots/index.js';
import { IsPlainLine, Omittable } from '../../platform/http/validation/index.js';
import type { VisitorSession } from '../application/visitor-sessions.service.js';
import { ConversationDto } from './conversation.dto.js';

const LONGEST_TOKEN = 4_096;

/** Who the site says its user is: `userId` with `hash`, or `token` alone. Made on the site’s server, never in the page. */
export class VisitorIdentityDto {
  /** The site’s own id of its user. @example 'user-4711' */
  @Omittable()
  @IsPlainLine()
  @MaxLength(SITE_USER_LIMITS.userId)
  userId?: string;

  /** @example 'Ada Lovelace' */
  @Omittable()
  @IsPlainLine()
  @MaxLength(SITE_USER_LIMITS.name)
  name?: string;

  /** @example 'ada@example.com' */
  @Omittable()
  @IsEmail()
  @MaxLength(SITE_USER_LIMITS.email)
  email?: string;

  /** HMAC-SHA256 of `userId` with the bot’s identity secret, in hexadecimal. */
  @Omittable()
  @IsString()
  @MaxLength(64)
  hash?: string;

  /** A JWT (HS256) signed with the bot’s identity secret: `sub` is the user’s id; `name`, `email` and `exp` if you like. */
  @Omittable()
  @IsString()
  @MaxLength(LONGEST_TOKEN)
  token?: string;
}

export class OpenVisitorSessionDto {
  /** The token of an earlier session, to stay the same visitor. One that is no good any more is passed over. */
  @Omittable()
  @IsString()
  @MaxLength(LONGEST_TOKEN)
  visitorToken?: string;

  @Omittable()
  @IsObject()
  @ValidateNested()
  @Type(() => VisitorIdentityDto)
  identity?: VisitorIdentityDto;
}

/** What a widget needs to talk with its bot. */
export class VisitorSessionDto {
  /** Send it as `Authorization: Bearer`. Good for 30 days, and for this bot and this visitor alone. */
  visitorToken: string;
  visitorId: string;
  botId: string;
  /** When the token ends; opening a session with it before gives a fresh one. */
  expiresAt: Date;
  /** The visitor’s latest active conversation with this bot. */
  conversation: ConversationDto | null;

  static from({ token, visitorId, botId, expiresAt, conversation }: VisitorSession): VisitorSessionDto {
    return {
      visitorToken: token,
      visitorId,
      botId,
      expiresAt,
      conversation: conversation && ConversationDto.from(conversation),
    };
  }
}
