import { Body, Controller, Param, Post, Req } from '@nestjs/common';
import {
  ApiForbiddenResponse,
  ApiNotFoundResponse,
  ApiTags,
  ApiUnauthorizedResponse,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { Request } from 'express';

import { Public } from '../../platform/http/access/index.js';
import { Limited } from '../../platform/http/limits/index.js';
import { askingPage } from '../../platform/http/security/index.js';
import { VisitorSessions } from '../application/visitor-sessions.service.js';
import { OpenVisitorSessionDto, VisitorSessionDto } from './visitor-session.dto.js';

@ApiTags('widget')
@Controller('public/bots')
export class VisitorSessionsController {
  constructor(private readonly sessions: VisitorSessions) {}

  /**
   * Become a visitor of a bot, or stay one. The page must be of a site that the bot’s owner allows, or ours; requests
   * without `Origin`, which browsers never send, are refused.
   */
  @Public()
  @Limited('widget-sessions')
  @Post(':publicKey/sessions')
  @ApiForbiddenResponse({ description: '`widget.origin_not_allowed`: not on a page of that site.' })
  @ApiNotFoundResponse({ description: '`bot.not_found`: also for one whose widget is switched off.' })
  @ApiUnauthorizedResponse({
    description:
      '`widget.identity_invalid`: not signed with the bot’s identity secret; `widget.identity_required`',
  })
  @ApiUnprocessableEntityResponse({ description: '`validation.failed`: see `errors`.' })
  async open(
    @Param('publicKey') publicKey: string,
    @Body() { visitorToken, identity }: OpenVisitorSessionDto,
    @Req() request: Request,
  ): Promise<VisitorSessionDto> {
    const given = { former: visitorToken, identity };
    return VisitorSessionDto.from(await this.sessions.open(publicKey, askingPage(request), given));
  }
}
