import { pipeline } from 'node:stream/promises';

import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';

import { type Caller, CurrentCaller, Requires } from '../../platform/http/access/index.js';
import type { ProblemContext } from '../../platform/http/errors/index.js';
import { IdPipe } from '../../platform/http/validation/index.js';
import { DocumentsService } from '../application/documents.service.js';
import type { Document } from '../domain/document.js';
import { attachment } from './content-disposition.js';
import { DocumentDto } from './document.dto.js';
import { ChunkDto, ChunkPageDto, ListChunksQueryDto } from './passages.dto.js';
import { TextContext } from './request-context.js';
import { ChunkingDto, ReprocessDto } from './submit-document.dto.js';

@ApiTags('Documents')
@Controller('documents')
export class DocumentsController {
  constructor(private readonly documents: DocumentsService) {}

  /** Read a document */
  @Get(':id')
  @Requires('documents:read')
  @ApiOkResponse({ type: DocumentDto })
  async get(
    @CurrentCaller() caller: Caller,
    @Param('id', IdPipe) id: string,
    @TextContext() { locale }: ProblemContext,
  ): Promise<DocumentDto> {
    return DocumentDto.from(await this.documents.get(caller, id), locale);
  }

  /**
   * Delete a document
   *
   * @remarks It stops influencing answers at once, in mid-reading too.
   */
  @Delete(':id')
  @HttpCode(204)
  @Requires('documents:write')
  @ApiNoContentResponse()
  async delete(@CurrentCaller() caller: Caller, @Param('id', IdPipe) id: string): Promise<void> {
    await this.documents.delete(caller, id);
  }

  /**
   * Read a document again
   *
   * @remarks From its stored file, or from the web page. What it answered before stays until that is done.
   */
  @Post(':id/reprocess')
  @HttpCode(202)
  @Requires('documents:write')
  @ApiAcceptedResponse({ type: DocumentDto })
  async reprocess(
    @CurrentCaller() caller: Caller,
    @Param('id', IdPipe) id: string,
    @Body() { chunking }: ReprocessDto,
    @TextContext() { locale }: ProblemContext,
  ): Promise<DocumentDto> {
    const document = await this.documents.reprocess(caller, id, ChunkingDto.toOptions(chunking) ?? undefined);
    return DocumentDto.from(document, locale);
  }

  /** List what was understood of a document, passage by passage */
  @Get(':id/chunks')
  @Requires('documents:read')
  @ApiOkResponse({ type: ChunkPageDto })
  async chunks(
    @CurrentCaller() caller: Caller,
    @Param('id', IdPipe) id: string,
    @Query() query: ListChunksQueryDto,
  ): Promise<ChunkPageDto> {
    const { items, nextCursor } = await this.documents.chunks(caller, id, ListChunksQueryDto.page(query));
    return { items: items.map((chunk) => ChunkDto.from(chunk)), nextCursor };
  }

  /** Download the original file */
  @Get(':id/file')
  @Requires('documents:read')
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async file(
    @CurrentCaller() caller: Caller,
    @Param('id', IdPipe) id: string,
    @Res() response: Response,
  ): Promise<void> {
    const { document, content } = await this.documents.file(caller, id);
    response.set(fileHeaders(document));
    await pipeline(content, response).catch(() => response.destroy());
  }
}

/** Whatever was uploaded, a browser only ever saves it: nothing of it may run on our origin. */
function fileHeaders(document: Document): Record<string, string> {
  return {
    'Content-Type': document.mimeType,
    'Content-Length': String(document.sizeBytes),
    'Content-Disposition': attachment(document.fileName ?? document.title),
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'private, no-store',
  };
}
