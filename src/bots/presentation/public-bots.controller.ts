import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiForbiddenResponse, ApiNotFoundResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';

import { Public } from '../../platform/http/access/index.js';
import { askingPage } from '../../platform/http/security/index.js';
import { WidgetDirectory } from '../application/widget-directory.service.js';
import { PublicBotDto } from './public-bot.dto.js';

@ApiTags('widget')
@Controller('public/bots')
export class PublicBotsController {
  constructor(private readonly widgets: WidgetDirectory) {}

  /** What a widget shows before anything is said. For pages of the sites that the bot’s owner allows, and our own. */
  @Public()
  @Get(':publicKey')
  @ApiForbiddenResponse({ description: '`widget.origin_not_allowed`: not on a page of that site.' })
  @ApiNotFoundResponse({ description: '`bot.not_found`: also for one whose widget is switched off.' })
  async get(
    @Param('publicKey') publicKey: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<PublicBotDto> {
    const widget = await this.widgets.open(publicKey, askingPage(request));
    // Refusals, which come as errors, are not kept.
    response.setHeader('Cache-Control', 'public, max-age=60');
    return PublicBotDto.from(widget);
  }
}
