import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBadRequestResponse, ApiForbiddenResponse, ApiTags } from '@nestjs/swagger';

import { type Caller, CurrentCaller, Public, Requires } from '../../platform/http/access/index.js';
import { Limited } from '../../platform/http/limits/index.js';
import { InvitationsService } from '../application/invitations.service.js';
import { InvitationTokenDto, OfferDto } from './invitation.dto.js';

const INVALID = '`invitation.invalid`: the link is unknown, was used or taken back, or is too old.';

/** Invitations as those see them who were invited. */
@ApiTags('workspaces')
@Controller('invitations')
export class OffersController {
  constructor(private readonly invitations: InvitationsService) {}

  /** What an invitation offers, before deciding. */
  @Public()
  @Limited('mailed-token')
  @Post('lookup')
  @HttpCode(200)
  @ApiBadRequestResponse({ description: INVALID })
  async lookUp(@Body() { token }: InvitationTokenDto): Promise<OfferDto> {
    return OfferDto.from(await this.invitations.lookUp(token));
  }

  /**
   * Take an invitation up.
   * @remarks Without an account, send the token as `invitationToken` when registering instead.
   */
  @Requires('account:self')
  @Limited('mailed-token')
  @Post('accept')
  @HttpCode(200)
  @ApiBadRequestResponse({ description: INVALID })
  @ApiForbiddenResponse({
    description: '`invitation.other_address`: it was sent to another address than your account has.',
  })
  async accept(@CurrentCaller() caller: Caller, @Body() { token }: InvitationTokenDto): Promise<OfferDto> {
    return OfferDto.from(await this.invitations.acceptAs(caller, token));
  }
}
