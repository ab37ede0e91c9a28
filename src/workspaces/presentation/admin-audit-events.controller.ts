import { Controller, Get, Query } from '@nestjs/common';
import { ApiForbiddenResponse, ApiTags } from '@nestjs/swagger';

import { decodeCursor } from '../../kernel/page.js';
import { auditList, AuditLog } from '../../platform/audit/index.js';
import { RequiresPlatformAdmin } from '../../platform/http/access/index.js';
import { AuditEventPageDto, AuditEventsQueryDto, filterOf } from './audit-event.dto.js';

@ApiTags('administration')
@Controller('admin/audit-events')
export class AdminAuditEventsController {
  constructor(private readonly log: AuditLog) {}

  /** What concerns accounts and the installation, newest first. What happens inside workspaces is theirs alone. */
  @RequiresPlatformAdmin()
  @Get()
  @ApiForbiddenResponse({ description: '`access.forbidden`: you are no platform administrator.' })
  async list(@Query() query: AuditEventsQueryDto): Promise<AuditEventPageDto> {
    const filter = filterOf(query);
    const list = auditList('installation', filter);
    const after = query.cursor === undefined ? undefined : decodeCursor(list, query.cursor);
    return AuditEventPageDto.from(await this.log.list('installation', filter, { limit: query.limit, after }));
  }
}
