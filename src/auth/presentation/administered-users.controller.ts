import { Body, Controller, Get, Param, Patch, Query } from '@nestjs/common';
import { ApiConflictResponse, ApiForbiddenResponse, ApiNotFoundResponse, ApiTags } from '@nestjs/swagger';

import { decodeCursor } from '../../kernel/page.js';
import { type Caller, CurrentCaller, RequiresPlatformAdmin } from '../../platform/http/access/index.js';
import { IdPipe } from '../../platform/http/validation/index.js';
import { USER_LIST, UserAdministration } from '../application/user-administration.service.js';
import {
  AdministeredUserDto,
  AdministeredUserPageDto,
  AdministerUserDto,
  UserListQueryDto,
} from './administered-user.dto.js';

const NO_ADMINISTRATOR = '`access.forbidden`: you are no platform administrator.';

@ApiTags('administration')
@Controller('admin/users')
export class AdministeredUsersController {
  constructor(private readonly administration: UserAdministration) {}

  /** The accounts of this installation, newest first. */
  @RequiresPlatformAdmin()
  @Get()
  @ApiForbiddenResponse({ description: NO_ADMINISTRATOR })
  async list(@Query() query: UserListQueryDto): Promise<AdministeredUserPageDto> {
    const after = query.cursor === undefined ? undefined : decodeCursor(USER_LIST, query.cursor);
    const page = await this.administration.list(query.q, { limit: query.limit, after });
    return AdministeredUserPageDto.from(page);
  }

  /** Suspend an account, or reinstate it. */
  @RequiresPlatformAdmin()
  @Patch(':userId')
  @ApiForbiddenResponse({ description: NO_ADMINISTRATOR })
  @ApiNotFoundResponse({ description: '`user.not_found`' })
  @ApiConflictResponse({ description: '`user.self_suspension`: nobody can suspend themselves.' })
  async administer(
    @CurrentCaller() caller: Caller,
    @Param('userId', IdPipe) userId: string,
    @Body() body: AdministerUserDto,
  ): Promise<AdministeredUserDto> {
    return AdministeredUserDto.from(
      await this.administration.setSuspended(caller.userId, userId, body.suspended),
    );
  }
}
