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
import { IdPipe, PageQueryDto } from '../../platform/http/validation/index.js';
import { memberList, MembersService } from '../application/members.service.js';
import { ChangeMemberDto, MemberDto, MemberPageDto, TransferDto } from './member.dto.js';

const NOT_FOUND = '`workspace.not_found`, `member.not_found`';
const FORBIDDEN = '`access.forbidden`: your role is too low for this, or for this member.';

@ApiTags('workspaces')
@Controller('workspaces/:workspaceId')
export class MembersController {
  constructor(private readonly members: MembersService) {}

  /** Who belongs to a workspace, newest account first. */
  @Requires('members:read')
  @Get('members')
  @ApiNotFoundResponse({ description: '`workspace.not_found`' })
  async list(
    @CurrentCaller() caller: Caller,
    @Param('workspaceId', IdPipe) workspaceId: string,
    @Query() query: PageQueryDto,
  ): Promise<MemberPageDto> {
    const list = memberList(workspaceId);
    const after = query.cursor === undefined ? undefined : decodeCursor(list, query.cursor);
    return MemberPageDto.from(await this.members.list(caller, workspaceId, { limit: query.limit, after }));
  }

  /**
   * Change a member's role, suspend them, or reinstate them.
   * @remarks Takes effect within five seconds on everything they have open.
   */
  @Requires('members:write')
  @Patch('members/:userId')
  @ApiForbiddenResponse({ description: FORBIDDEN })
  @ApiNotFoundResponse({ description: NOT_FOUND })
  @ApiConflictResponse({
    description:
      '`member.self`: that is you; `member.last_owner`: nobody would own the workspace; `workspace.personal`: it stays with its owner.',
  })
  async change(
    @CurrentCaller() caller: Caller,
    @Param('workspaceId', IdPipe) workspaceId: string,
    @Param('userId', IdPipe) userId: string,
    @Body() body: ChangeMemberDto,
  ): Promise<MemberDto> {
    return MemberDto.from(await this.members.change(caller, workspaceId, userId, body));
  }

  /** Remove a member, or leave. */
  @Requires('members:leave')
  @Delete('members/:userId')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'No longer a member.' })
  @ApiForbiddenResponse({ description: FORBIDDEN })
  @ApiNotFoundResponse({ description: NOT_FOUND })
  @ApiConflictResponse({
    description: '`member.last_owner`: hand the workspace over first; `workspace.personal`: it is your own.',
  })
  async remove(
    @CurrentCaller() caller: Caller,
    @Param('workspaceId', IdPipe) workspaceId: string,
    @Param('userId', IdPipe) userId: string,
  ): Promise<void> {
    await this.members.remove(caller, workspaceId, userId);
  }

  /**
   * Hand the workspace over to another member.
   * @remarks You stay as admin. Both of you get a mail.
   */
  @Requires('workspace:transfer')
  @Post('transfer')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Handed over.' })
  @ApiForbiddenResponse({ description: FORBIDDEN })
  @ApiNotFoundResponse({ description: NOT_FOUND })
  @ApiConflictResponse({
    description:
      '`member.self`: it is yours already; `member.suspended`: reinstate them first; `workspace.personal`: it stays with its owner.',
  })
  async transfer(
    @CurrentCaller() caller: Caller,
    @Param('workspaceId', IdPipe) workspaceId: string,
    @Body() { userId }: TransferDto,
  ): Promise<void> {
    await this.members.transfer(caller, workspaceId, userId);
  }
}
