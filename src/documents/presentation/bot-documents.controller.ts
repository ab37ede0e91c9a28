import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiConsumes, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';

import { AppConfig } from '../../platform/config/index.js';
import { type Caller, CurrentCaller, Requires } from '../../platform/http/access/index.js';
import { type ProblemContext, toProblem } from '../../platform/http/errors/index.js';
import { Idempotent } from '../../platform/http/idempotency/index.js';
import { Limited } from '../../platform/http/limits/index.js';
import { IdPipe } from '../../platform/http/validation/index.js';
import { DocumentsService } from '../application/documents.service.js';
import { SubmitSources } from '../application/submit-sources.service.js';
import { UploadDocuments } from '../application/upload-documents.service.js';
import { DocumentDto, DocumentPageDto, UploadResultDto } from './document.dto.js';
import { ListDocumentsQueryDto } from './list-documents.dto.js';
import { endUnreadRequest, multipartFiles } from './multipart-files.js';
import { SearchDto, SearchResultDto } from './passages.dto.js';
import { TextContext } from './request-context.js';
import { ChunkingDto, SubmitTextDto, SubmitUrlDto } from './submit-document.dto.js';

const MAX_FILES = 500;
const STALL_MS = 15_000;
const STALL_BYTES = 1_024;

@ApiTags('Documents')
@Controller('bots/:botId')
export class BotDocumentsController {
  constructor(
    private readonly documents: DocumentsService,
    private readonly uploads: UploadDocuments,
    private readonly sources: SubmitSources,
    private readonly config: AppConfig,
  ) {}

  /**
   * Upload files
   *
   * @remarks Takes one or more files (PDF, DOCX, XLSX, CSV, HTML, Markdown, text) and reads them in the background. A file's
   * type is decided by its content. A file that is there already is left as it is; another content under the same
   * name replaces the old one as soon as it has been read. Answers 4xx only when every file was refused.
   */
  @Post('documents')
  @HttpCode(202)
  @Limited('uploads')
  @Requires('documents:write')
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: {
      type: 'object',
      required: ['files'],
      properties: {
        files: { type: 'array', items: { type: 'string', format: 'binary' }, maxItems: MAX_FILES },
      },
    },
  })
  @ApiAcceptedResponse({ type: UploadResultDto })
  async upload(
    @CurrentCaller() caller: Caller,
    @Param('botId', IdPipe) botId: string,
    @Query() chunking: ChunkingDto,
    @TextContext() context: ProblemContext,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<UploadResultDto> {
    const files = multipartFiles(request, {
      maxFiles: MAX_FILES,
      maxFileBytes: this.config.maxUploadBytes + 1,
      stallMs: STALL_MS,
      minBytes: STALL_BYTES,
    });
    try {
      const { items, rejected } = await this.uploads.upload(
        caller,
        botId,
        files,
        ChunkingDto.toOptions(chunking),
      );
      return {
        items: items.map((document) => DocumentDto.from(document, context.locale)),
        rejected: rejected.map(({ fileName, error }) => ({ fileName, problem: toProblem(error, context) })),
      };
    } finally {
      endUnreadRequest(request, response);
    }
  }

  /**
   * Add pasted text
   *
   * @remarks The same text under the same title is left as it is; another text under the same title replaces the old one.
   */
  @Post('documents/text')
  @HttpCode(202)
  @Limited('uploads')
  @Idempotent()
  @Requires('documents:write')
  @ApiAcceptedResponse({ type: DocumentDto })
  async addText(
    @CurrentCaller() caller: Caller,
    @Param('botId', IdPipe) botId: string,
    @Body() { title, content, chunking }: SubmitTextDto,
    @TextContext() { locale }: ProblemContext,
  ): Promise<DocumentDto> {
    const document = await this.sources.text(
      caller,
      botId,
      { title, content },
      ChunkingDto.toOptions(chunking),
    );
    return DocumentDto.from(document, locale);
  }

  /**
   * Add a web page
   *
   * @remarks The page is fetched in the background and its main text is read. Adding the same address again looks at the page
   * again. Addresses inside the server's own network are refused.
   */
  @Post('documents/url')
  @HttpCode(202)
  @Limited('uploads')
  @Idempotent()
  @Requires('documents:write')
  @ApiAcceptedResponse({ type: DocumentDto })
  async addUrl(
    @CurrentCaller() caller: Caller,
    @Param('botId', IdPipe) botId: string,
    @Body() { url, title, chunking }: SubmitUrlDto,
    @TextContext() { locale }: ProblemContext,
  ): Promise<DocumentDto> {
    const document = await this.sources.url(caller, botId, { url, title }, ChunkingDto.toOptions(chunking));
    return DocumentDto.from(document, locale);
  }

  /** List a bot's documents, newest first */
  @Get('documents')
  @Requires('documents:read')
  @ApiOkResponse({ type: DocumentPageDto })
  async list(
    @CurrentCaller() caller: Caller,
    @Param('botId', IdPipe) botId: string,
    @Query() query: ListDocumentsQueryDto,
    @TextContext() { locale }: ProblemContext,
  ): Promise<DocumentPageDto> {
    const page = ListDocumentsQueryDto.page(query, botId);
    const { items, nextCursor } = await this.documents.list(
      caller,
      botId,
      ListDocumentsQueryDto.filter(query),
      page,
    );
    return { items: items.map((document) => DocumentDto.from(document, locale)), nextCursor };
  }

  /**
   * Search a bot's documents
   *
   * @remarks Returns the passages that fit best, as the bot itself would find them.
   */
  @Post('search')
  @HttpCode(200)
  @Limited('search')
  @Requires('documents:read')
  @ApiOkResponse({ type: SearchResultDto })
  async search(
    @CurrentCaller() caller: Caller,
    @Param('botId', IdPipe) botId: string,
    @Body() { query, topK }: SearchDto,
  ): Promise<SearchResultDto> {
    return SearchResultDto.from(await this.documents.search(caller, botId, query, topK));
  }
}
