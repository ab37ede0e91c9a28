import { createHash } from 'node:crypto';

import { Transform } from 'class-transformer';
import { IsIn, IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';

import { decodeCursor, type PageRequest } from '../../kernel/page.js';
import { PageQueryDto } from '../../platform/http/validation/index.js';
import type { DocumentFilter } from '../application/ports/document-repository.port.js';
import { DOCUMENT_STATUSES, type DocumentStatus } from '../domain/document.js';

export class ListDocumentsQueryDto extends PageQueryDto {
  /** Only documents in this state. */
  @IsOptional()
  @IsIn(DOCUMENT_STATUSES)
  status?: DocumentStatus;

  /**
   * Only documents whose title, file name or address holds this text.
   * @example 'handbook'
   */
  @IsOptional()
  @IsString()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @IsNotEmpty()
  @MaxLength(200)
  q?: string;

  static filter({ status, q }: ListDocumentsQueryDto): DocumentFilter {
    return { status, text: q };
  }

  /** The cursor belongs to this bot and filter: on another list it is refused. */
  static page(
    { limit, cursor, status, q }: ListDocumentsQueryDto,
    botId: string,
  ): PageRequest & { listName: string } {
    const filter = createHash('sha256')
      .update(JSON.stringify([botId, status, q]))
      .digest('base64url')
      .slice(0, 16);
    const listName = `documents-${filter}`;
    return { limit, listName, after: cursor === undefined ? undefined : decodeCursor(listName, cursor) };
  }
}
