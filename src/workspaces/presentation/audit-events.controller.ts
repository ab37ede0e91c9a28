import { Readable } from 'node:stream';

import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import {
  ApiForbiddenResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';

import { decodeCursor } from '../../kernel/page.js';
import { auditList, exported, type ExportFormat } from '../../platform/audit/index.js';
import { type Caller, CurrentCaller, Requires } from '../../platform/http/access/index.js';
import { IdPipe } from '../../platform/http/validation/index.js';
import { WorkspaceAudit } from '../application/workspace-audit.service.js';
import { AuditEventPageDto, AuditEventsQueryDto, AuditExportQueryDto, filterOf } from './audit-event.dto.js';

const TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/jsonl; charset=utf-8',
};

@ApiTags('audit log')
@Controller('workspaces/:workspaceId/audit-events')
export class AuditEventsController {
  constructor(private readonly audit: WorkspaceAudit) {}

  /** Who did what in a workspace, newest first. */
  @Requires('audit:read')
  @Get()
  @ApiForbiddenResponse({ description: '`access.forbidden`' })
  @ApiNotFoundResponse({ description: '`workspace.not_found`' })
  async list(
    @CurrentCaller() caller: Caller,
    @Param('workspaceId', IdPipe) workspaceId: string,
    @Query() query: AuditEventsQueryDto,
  ): Promise<AuditEventPageDto> {
    const filter = filterOf(query);
    const list = auditList({ workspaceId }, filter);
    const after = query.cursor === undefined ? undefined : decodeCursor(list, query.cursor);
    const page = { limit: query.limit, after };
    return AuditEventPageDto.from(await this.audit.list(caller, workspaceId, filter, page));
  }

  /**
   * The whole log, or what the filters leave of it, as a file. In CSV, cells that a spreadsheet would take for a formula
   * begin with `'`.
   */
  @Requires('audit:read')
  @Get('export')
  @ApiProduces('text/csv', 'application/jsonl')
  @ApiOkResponse({ description: 'The file.', schema: { type: 'string' } })
  @ApiForbiddenResponse({ description: '`access.forbidden`' })
  @ApiNotFoundResponse({ description: '`workspace.not_found`' })
  async export(
    @CurrentCaller() caller: Caller,
    @Param('workspaceId', IdPipe) workspaceId: string,
    @Query() query: AuditExportQueryDto,
  ): Promise<StreamableFile> {
    const { format } = query;
    const events = await this.audit.export(caller, workspaceId, filterOf(query), format);
    return new StreamableFile(Readable.from(exported(events, format), { objectMode: false }), {
      type: TYPES[format],
      disposition: `attachment; filename="audit-events.${format}"`,
    });
  }
}
