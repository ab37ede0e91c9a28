import { Transform } from 'class-transformer';
import { IsBoolean } from 'class-validator';

import type { Page } from '../../kernel/page.js';
import { Omittable } from '../../platform/http/validation/index.js';
import { deviceName } from '../domain/device-name.js';
import type { SessionView } from '../domain/session.js';

/** One sign-in of yours that is still good. */
export class SessionDto {
  /**
   * @example '01923c1e-7b1a-7c3e-9d55-2f1a6b7c8d90'
   */
  id: string;

  /**
   * Browser and system, or the program; empty when it did not say.
   * @example 'Firefox · Windows'
   */
  device: string;

  /**
   * Where it signed in from.
   * @example '203.0.113.7'
   */
  ip: string;

  /** When it signed in. */
  createdAt: Date;

  /** When it last renewed its access token. */
  lastUsedAt: Date;

  /** When it ends unless it is used before. */
  expiresAt: Date;

  /** Whether it is the one this request came from. */
  current: boolean;

  static from(session: SessionView, currentId: string | undefined): SessionDto {
    const dto = new SessionDto();
    dto.id = session.id;
    dto.device = deviceName(session.client.userAgent);
    dto.ip = session.client.ip;
    dto.createdAt = session.createdAt;
    dto.lastUsedAt = session.lastUsedAt;
    dto.expiresAt = session.expiresAt;
    dto.current = session.id === currentId;
    return dto;
  }
}

/** One page of sessions. */
export class SessionPageDto {
  items: SessionDto[];

  /** Send it as `cursor` to get the next page; null on the last one. */
  nextCursor: string | null;

  static from(page: Page<SessionView>, currentId: string | undefined): SessionPageDto {
    return {
      items: page.items.map((session) => SessionDto.from(session, currentId)),
      nextCursor: page.nextCursor,
    };
  }
}

export class RevokeSessionsDto {
  /** Stay signed in here. */
  @Omittable()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  keepCurrent?: boolean;
}
