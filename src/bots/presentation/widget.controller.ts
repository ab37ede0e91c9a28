import { Body, Controller, Get, Header, HttpCode, Param, Post, Put } from '@nestjs/common';
import {
  ApiForbiddenResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';

import { type Caller, CurrentCaller, Requires } from '../../platform/http/access/index.js';
import { IdPipe } from '../../platform/http/validation/index.js';
import { WidgetConfiguration } from '../application/widget-configuration.service.js';
import { IdentitySecretDto, SetWidgetConfigDto, WidgetConfigDto } from './widget.dto.js';

@ApiTags('widget')
@Controller('bots/:botId/widget')
@ApiForbiddenResponse({ description: '`access.forbidden`: your role in the workspace does not allow it.' })
@ApiNotFoundResponse({ description: '`bot.not_found`' })
export class WidgetController {
  constructor(private readonly widgets: WidgetConfiguration) {}

  /** How the bot is shown on websites, and on which. */
  @Requires('bots:read')
  @Get()
  async get(
    @CurrentCaller() caller: Caller,
    @Param('botId', IdPipe) botId: string,
  ): Promise<WidgetConfigDto> {
    return WidgetConfigDto.from(await this.widgets.get(caller.scope('bots:read'), botId));
  }

  /** Say how the bot is shown on websites, and on which. What is left out takes its default. */
  @Requires('bots:write')
  @Put()
  @ApiUnprocessableEntityResponse({ description: '`validation.failed`: see `errors`.' })
  async set(
    @CurrentCaller() caller: Caller,
    @Param('botId', IdPipe) botId: string,
    @Body() body: SetWidgetConfigDto,
  ): Promise<WidgetConfigDto> {
    return WidgetConfigDto.from(await this.widgets.set(caller.scope('bots:write'), botId, body));
  }

  /**
   * Make the secret with which your server signs who its users are.
   * @remarks `secret` is shown this once. A former secret is no good from now on; tokens that visitors hold already are.
   */
  @Requires('bots:write')
  @Post('identity-secret')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiOkResponse({ type: IdentitySecretDto })
  async rotateIdentitySecret(
    @CurrentCaller() caller: Caller,
    @Param('botId', IdPipe) botId: string,
  ): Promise<IdentitySecretDto> {
    return { secret: await this.widgets.rotateIdentitySecret(caller.scope('bots:write'), botId) };
  }
}
