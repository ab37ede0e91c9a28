import { ApiProperty, OmitType } from '@nestjs/swagger';
import { IsIn, IsUUID, Matches, MaxLength } from 'class-validator';

import type { Page } from '../../kernel/page.js';
import {
  type AuditEvent,
  type AuditFilter,
  EXPORT_FORMATS,
  type ExportFormat,
} from '../../platform/audit/index.js';
import { IsInstant, Omittable, PageQueryDto } from '../../platform/http/validation/index.js';

/** Who did it. */
export class AuditActorDto {
  /** `anonymous` before anybody signed in, `system` for what happens by itself. */
  kind: 'user' | 'api_key' | 'visitor' | 'anonymous' | 'system';
  /** The person; for an API key, the one who made it. */
  userId: string | null;
  keyId: string | null;
  /** The person's name as it is now; null when the account is gone. @example 'Ada Lovelace' */
  name: string | null;
}

/** What it was done to. */
export class AuditTargetDto {
  /** @example 'bot' */
  type: string;
  id: string;
  /** Its name at the time. @example 'Handbook' */
  name: string | null;
}

/** One thing that somebody did or tried. Control characters in texts are written out, such as `\u{a}`. */
export class AuditEventDto {
  id: string;
  /** @example 'bot.deleted' */
  action: string;
  result: 'success' | 'failure';
  actor: AuditActorDto;
  target: AuditTargetDto | null;
  /** @example '203.0.113.7' */
  ip: string;
  userAgent: string;
  requestId: string;
  /** Facts that depend on the action, such as the old and the new role. */
  @ApiProperty({ type: 'object', additionalProperties: true, example: { fields: 'name, config.topK' } })
  detail: Record<string, string | number | boolean | null>;
  createdAt: Date;

  static from(event: AuditEvent): AuditEventDto {
    const { id, action, result, actor, target, ip, userAgent, requestId, detail, createdAt } = event;
    return { id, action, result, actor, target, ip, userAgent, requestId, detail, createdAt };
  }
}

/** One page of the audit log, newest first. */
export class AuditEventPageDto {
  items: AuditEventDto[];
  /** Send it as `cursor` to get the next page; null on the last one. */
  nextCursor: string | null;

  static from({ items, nextCursor }: Page<AuditEvent>): AuditEventPageDto {
    return { items: items.map((event) => AuditEventDto.from(event)), nextCursor };
  }
}

export class AuditEventsQueryDto extends PageQueryDto {
  /** @example 'bot.deleted' */
  @Omittable()
  @Matches(/^[a-z_]{1,40}\.[a-z_]{1,40}$/)
  action?: string;

  /** Id of a person: what they did, by themselves or by their API keys. */
  @Omittable()
  @IsUUID()
  actor?: string;

  /** Id of a bot, a document, a person ...: what was done to it. */
  @Omittable()
  @IsUUID()
  target?: string;

  @Omittable()
  @IsIn(['success', 'failure'])
  result?: 'success' | 'failure';

  /** At or after this time. @example '2026-01-01T00:00:00Z' */
  @Omittable()
  @IsInstant()
  @MaxLength(40)
  from?: string;

  /** Before this time. @example '2026-02-01T00:00:00Z' */
  @Omittable()
  @IsInstant()
  @MaxLength(40)
  to?: string;
}

export class AuditExportQueryDto extends OmitType(AuditEventsQueryDto, ['limit', 'cursor'] as const) {
  /** A table for spreadsheets, or one JSON object a line. */
  @Omittable()
  @IsIn(EXPORT_FORMATS)
  format: ExportFormat = 'jsonl';
}

export function filterOf({
  action,
  actor,
  target,
  result,
  from,
  to,
}: Omit<AuditEventsQueryDto, 'limit' | 'cursor'>): AuditFilter {
  return {
    action,
    actor: actor?.toLowerCase(),
    target: target?.toLowerCase(),
    result,
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
  };
}
