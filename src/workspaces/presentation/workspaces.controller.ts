import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiNotFoundResponse, ApiTags } from '@nestjs/swagger';

import { decodeCursor } from '../../kernel/page.js';
import { type Caller, CurrentCaller, Requires } from '../../platform/http/access/index.js';
import { IdPipe, PageQueryDto } from '../../platform/http/validation/index.js';
import { WORKSPACE_LIST, WorkspacesService } from '../application/workspaces.service.js';
import { WorkspaceDto, WorkspacePageDto } from './workspace.dto.js';

@ApiTags('workspaces')
@Controller('workspaces')
export class WorkspacesController {
  constructor(private readonly workspaces: WorkspacesService) {}

  /** The workspaces you belong to, newest first. */
  @Requires('workspace:read')
  @Get()
  async list(@CurrentCaller() caller: Caller, @Query() query: PageQueryDto): Promise<WorkspacePageDto> {
    const after = query.cursor === undefined ? undefined : decodeCursor(WORKSPACE_LIST, query.cursor);
    const page = await this.workspaces.list(caller.userId, { limit: query.limit, after });
    return WorkspacePageDto.from(caller.userId, page);
  }

  /** One workspace you belong to. */
  @Requires('workspace:read')
  @Get(':workspaceId')
  @ApiNotFoundResponse({ description: '`workspace.not_found`' })
  async get(
    @CurrentCaller() caller: Caller,
    @Param('workspaceId', IdPipe) workspaceId: string,
  ): Promise<WorkspaceDto> {
    return WorkspaceDto.from(caller.userId, await this.workspaces.get(caller.userId, workspaceId));
  }
}
