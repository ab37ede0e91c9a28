import { Body, Controller, Delete, HttpCode, Post, Res } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiForbiddenResponse,
  ApiNoContentResponse,
  ApiTags,
  ApiTooManyRequestsResponse,
} from '@nestjs/swagger';
import type { Response } from 'express';

import { type Caller, CurrentCaller, Requires } from '../../platform/http/access/index.js';
import { Limited } from '../../platform/http/limits/index.js';
import { AccountDeletion } from '../application/account-deletion.service.js';
import { AccountDeletionDto, DeleteAccountDto } from './account-deletion.dto.js';
import { RefreshCookie } from './refresh-cookie.js';

@ApiTags('auth')
@Controller('auth/me')
export class AccountDeletionController {
  constructor(
    private readonly deletion: AccountDeletion,
    private readonly cookie: RefreshCookie,
  ) {}

  /**
   * Delete your account.
   * @remarks Signs you out everywhere. After the grace period the account goes, with your personal workspace and the
   * workspaces that have no other member. Until then you can sign in and keep it.
   */
  @Requires('account:self')
  @Limited('reauthentication')
  @Delete()
  @HttpCode(202)
  @ApiForbiddenResponse({
    description: '`auth.password_wrong`, `auth.second_factor_required`, `auth.second_factor_invalid`',
  })
  @ApiConflictResponse({
    description:
      '`auth.owns_workspaces`: hand over the workspaces whose only owner you are; `auth.last_administrator`: somebody ' +
      'has to look after this installation.',
  })
  @ApiTooManyRequestsResponse({
    description: '`auth.second_factor_limited`, `limit.exceeded`: too many attempts; see `Retry-After`.',
  })
  async schedule(
    @CurrentCaller() caller: Caller,
    @Body() body: DeleteAccountDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AccountDeletionDto> {
    const deletionAt = await this.deletion.schedule(caller.userId, body.password, body.totp);
    this.cookie.clear(response);
    return { deletionAt };
  }

  /** Keep the account that was to be deleted. */
  @Requires('account:self')
  @Post('keep')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'It stays.' })
  async keep(@CurrentCaller() caller: Caller): Promise<void> {
    await this.deletion.keep(caller.userId);
  }
}
