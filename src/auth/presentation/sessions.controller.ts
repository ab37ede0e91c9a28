import { Controller, Delete, Get, HttpCode, Param, Query, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiNotFoundResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';

import { decodeCursor } from '../../kernel/page.js';
import { type Caller, CurrentCaller, Requires } from '../../platform/http/access/index.js';
import { IdPipe, PageQueryDto } from '../../platform/http/validation/index.js';
import { OwnSessions, SESSION_LIST } from '../application/own-sessions.service.js';
import { RefreshCookie } from './refresh-cookie.js';
import { RevokeSessionsDto, SessionPageDto } from './session.dto.js';

@ApiTags('auth')
@Controller('auth/sessions')
export class SessionsController {
  constructor(
    private readonly sessions: OwnSessions,
    private readonly cookie: RefreshCookie,
  ) {}

  /** Where you are signed in, newest sign-in first. */
  @Requires('account:self')
  @Get()
  async list(@CurrentCaller() caller: Caller, @Query() query: PageQueryDto): Promise<SessionPageDto> {
    const after = query.cursor === undefined ? undefined : decodeCursor(SESSION_LIST, query.cursor);
    const page = await this.sessions.list(caller.userId, { limit: query.limit, after });
    return SessionPageDto.from(page, caller.sessionId);
  }

  /**
   * Sign out everywhere.
   * @remarks Here as well, unless `keepCurrent` is true. Access tokens stop within seconds.
   */
  @Requires('account:self')
  @Delete()
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Signed out.' })
  async revokeAll(
    @CurrentCaller() caller: Caller,
    @Query() query: RevokeSessionsDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    await this.sessions.revokeAll(caller.userId, query.keepCurrent ? caller.sessionId : undefined);
    if (!query.keepCurrent) this.cookie.clear(response);
  }

  /** Sign out on one device. */
  @Requires('account:self')
  @Delete(':sessionId')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Signed out there.' })
  @ApiNotFoundResponse({ description: '`session.not_found`: it has ended already, or is not yours.' })
  async revoke(
    @CurrentCaller() caller: Caller,
    @Param('sessionId', IdPipe) sessionId: string,
  ): Promise<void> {
    await this.sessions.revoke(caller.userId, sessionId);
  }
}
