import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiForbiddenResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiTags,
} from '@nestjs/swagger';

import { decodeCursor } from '../../kernel/page.js';
import { type Caller, CurrentCaller, Requires } from '../../platform/http/access/index.js';
import { Limited } from '../../platform/http/limits/index.js';
import { IdPipe, PageQueryDto } from '../../platform/http/validation/index.js';
import { invitationList, InvitationsService } from '../application/invitations.service.js';
import { InvitationDto, InvitationPageDto, InviteDto } from './invitation.dto.js';

const FORBIDDEN = '`access.forbidden`';
const NOT_FOUND = '`workspace.not_found`, `invitation.not_found`';

@ApiTags('workspaces')
@Controller('workspaces/:workspaceId/invitations')
export class InvitationsController {
  constructor(private readonly invitations: InvitationsService) {}

  /**
   * Invite somebody by mail, with or without an account.
   * @remarks Inviting the same address again replaces the earlier invitation.
   */
  @Requires('invitations:write')
  @Limited('invitations')
  @Post()
  @ApiForbiddenResponse({ description: FORBIDDEN })
  @ApiNotFoundResponse({ description: '`workspace.not_found`' })
  @ApiConflictResponse({ description: '`member.exists`: they belong to the workspace already.' })
  async invite(
    @CurrentCaller() caller: Caller,
    @Param('workspaceId', IdPipe) workspaceId: string,
    @Body() { email, role }: InviteDto,
  ): Promise<InvitationDto> {
    return InvitationDto.from(await this.invitations.invite(caller, workspaceId, email, role));
  }

  /** Open invitations, newest first. */
  @Requires('invitations:read')
  @Get()
  @ApiForbiddenResponse({ description: FORBIDDEN })
  @ApiNotFoundResponse({ description: '`workspace.not_found`' })
  async list(
    @CurrentCaller() caller: Caller,
    @Param('workspaceId', IdPipe) workspaceId: string,
    @Query() query: PageQueryDto,
  ): Promise<InvitationPageDto> {
    const list = invitationList(workspaceId);
    const after = query.cursor === undefined ? undefined : decodeCursor(list, query.cursor);
    const page = { limit: query.limit, after };
    return InvitationPageDto.from(await this.invitations.list(caller, workspaceId, page));
  }

  /** Send the mail again, with a new link. */
  @Requires('invitations:write')
  @Limited('invitations')
  @Post(':invitationId/resend')
  @HttpCode(202)
  @ApiForbiddenResponse({ description: FORBIDDEN })
  @ApiNotFoundResponse({ description: NOT_FOUND })
  async resend(
    @CurrentCaller() caller: Caller,
    @Param('workspaceId', IdPipe) workspaceId: string,
    @Param('invitationId', IdPipe) invitationId: string,
  ): Promise<void> {
    await this.invitations.resend(caller, workspaceId, invitationId);
  }

  /** Take an invitation back; its link does nothing from then on. */
  @Requires('invitations:write')
  @Delete(':invitationId')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Taken back.' })
  @ApiForbiddenResponse({ description: FORBIDDEN })
  @ApiNotFoundResponse({ description: NOT_FOUND })
  async revoke(
    @CurrentCaller() caller: Caller,
    @Param('workspaceId', IdPipe) workspaceId: string,
    @Param('invitationId', IdPipe) invitationId: string,
  ): Promise<void> {
    await this.invitations.revoke(caller, workspaceId, invitationId);
  }
}
