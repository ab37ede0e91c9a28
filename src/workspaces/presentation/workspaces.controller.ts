import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiForbiddenResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiTags,
} from '@nestjs/swagger';

import { decodeCursor } from '../../kernel/page.js';
import { type Caller, CurrentCaller, Requires } from '../../platform/http/access/index.js';
import { Idempotent } from '../../platform/http/idempotency/index.js';
import { IdPipe, PageQueryDto } from '../../platform/http/validation/index.js';
import { WORKSPACE_LIST, WorkspacesService } from '../application/workspaces.service.js';
import { NameWorkspaceDto, WorkspaceDto, WorkspacePageDto } from './workspace.dto.js';

@ApiTags('workspaces')
@Controller('workspaces')
export class WorkspacesController {
  constructor(private readonly workspaces: WorkspacesService) {}

  /** The workspaces you belong to, newest first. */
  @Requires('workspace:read')
  @Get()
  async list(@CurrentCaller() caller: Caller, @Query() query: PageQueryDto): Promise<WorkspacePageDto> {
    const after = query.cursor === undefined ? undefined : decodeCursor(WORKSPACE_LIST, query.cursor);
    const page = await this.workspaces.list(caller, { limit: query.limit, after });
    return WorkspacePageDto.from(caller.userId, page);
  }

  /** Make another workspace; you own it. */
  @Requires('workspace:create')
  @Post()
  @Idempotent()
  async create(@CurrentCaller() caller: Caller, @Body() { name }: NameWorkspaceDto): Promise<WorkspaceDto> {
    return WorkspaceDto.from(caller.userId, await this.workspaces.create(caller, name));
  }

  /** Rename a workspace. */
  @Requires('workspace:write')
  @Patch(':workspaceId')
  @ApiForbiddenResponse({ description: '`access.forbidden`' })
  @ApiNotFoundResponse({ description: '`workspace.not_found`' })
  async rename(
    @CurrentCaller() caller: Caller,
    @Param('workspaceId', IdPipe) workspaceId: string,
    @Body() { name }: NameWorkspaceDto,
  ): Promise<WorkspaceDto> {
    return WorkspaceDto.from(caller.userId, await this.workspaces.rename(caller, workspaceId, name));
  }

  /**
   * Delete a workspace with everything in it.
   * @remarks Its bots, documents and conversations are gone for everyone at once, and cannot be brought back.
   */
  @Requires('workspace:delete')
  @Delete(':workspaceId')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Gone.' })
  @ApiForbiddenResponse({ description: '`access.forbidden`' })
  @ApiNotFoundResponse({ description: '`workspace.not_found`' })
  @ApiConflictResponse({ description: '`workspace.personal`: it goes with the account.' })
  async delete(
    @CurrentCaller() caller: Caller,
    @Param('workspaceId', IdPipe) workspaceId: string,
  ): Promise<void> {
    await this.workspaces.delete(caller, workspaceId);
  }

  /** One workspace you belong to. */
  @Requires('workspace:read')
  @Get(':workspaceId')
  @ApiNotFoundResponse({ description: '`workspace.not_found`' })
  async get(
    @CurrentCaller() caller: Caller,
    @Param('workspaceId', IdPipe) workspaceId: string,
  ): Promise<WorkspaceDto> {
    return WorkspaceDto.from(caller.userId, await this.workspaces.get(caller, workspaceId));
  }
}
