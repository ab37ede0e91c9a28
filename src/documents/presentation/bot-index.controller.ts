import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiConflictResponse,
  ApiForbiddenResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';

import { type Caller, CurrentCaller, Requires } from '../../platform/http/access/index.js';
import { Limited } from '../../platform/http/limits/index.js';
import { IdPipe } from '../../platform/http/validation/index.js';
import { BotIndexes } from '../application/bot-indexes.service.js';
import { BotIndexDto, BuildIndexDto } from './bot-index.dto.js';

@ApiTags('bots')
@Controller('bots/:botId/index')
@ApiForbiddenResponse({ description: '`access.forbidden`: your role in the workspace does not allow it.' })
@ApiNotFoundResponse({ description: '`bot.not_found`' })
export class BotIndexController {
  constructor(private readonly indexes: BotIndexes) {}

  /**
   * The search index of a bot
   *
   * @remarks By which model and in which store it answers, how far another one is that is being built, and what there is to
   * go back to.
   */
  @Get()
  @Requires('bots:read')
  @ApiOkResponse({ type: BotIndexDto })
  async get(@CurrentCaller() caller: Caller, @Param('botId', IdPipe) botId: string): Promise<BotIndexDto> {
    return BotIndexDto.from(await this.indexes.get(caller, botId));
  }

  /**
   * Change a bot's embedding model, its dimensions, or the store
   *
   * @remarks Another index is built in the background and takes over when it is complete; the present one answers meanwhile
   * and can be gone back to. Asking for what answers already, or is being built already, changes nothing.
   */
  @Post()
  @HttpCode(202)
  @Limited('uploads')
  @Requires('bots:write')
  @ApiAcceptedResponse({ type: BotIndexDto })
  @ApiConflictResponse({ description: '`retrieval.index_building`: another one is being built.' })
  @ApiUnprocessableEntityResponse({
    description:
      '`ai.model_unknown`, `retrieval.store_unknown`: not set up here; `validation.failed`: see `errors`.',
  })
  async build(
    @CurrentCaller() caller: Caller,
    @Param('botId', IdPipe) botId: string,
    @Body() { model, dimensions, store }: BuildIndexDto,
  ): Promise<BotIndexDto> {
    return BotIndexDto.from(await this.indexes.build(caller, botId, { model, dimensions, store }));
  }

  /**
   * Give up the index that is being built
   *
   * @remarks What has been embedded is remembered: building it later costs only what is missing.
   */
  @Delete('build')
  @HttpCode(204)
  @Requires('bots:write')
  @ApiNoContentResponse({ description: 'None is being built.' })
  async cancel(@CurrentCaller() caller: Caller, @Param('botId', IdPipe) botId: string): Promise<void> {
    await this.indexes.cancel(caller, botId);
  }

  /** Let the index answer again that did so before */
  @Post('switch-back')
  @HttpCode(200)
  @Requires('bots:write')
  @ApiOkResponse({ type: BotIndexDto })
  @ApiConflictResponse({ description: '`retrieval.no_previous_index`: there is none.' })
  async switchBack(
    @CurrentCaller() caller: Caller,
    @Param('botId', IdPipe) botId: string,
  ): Promise<BotIndexDto> {
    return BotIndexDto.from(await this.indexes.switchBack(caller, botId));
  }
}
